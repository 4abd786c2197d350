import type { Finding, GoodNews } from "../../doctor/doctor.ts";
import { formatSize, shortVersion } from "../formats.ts";

const levels: Readonly<Record<Finding["level"], string>> = {
  ok: "ok",
  info: "note",
  warning: "warning",
  error: "error",
};

/** The doctor's texts, except errors, which have sentences of their own. */
export const doctor = {
  levels,
  news: (news: GoodNews): string => {
    switch (news.kind) {
      case "program":
        return `${news.program} ${shortVersion(news.version)}`;
      case "kvm":
        return "KVM works here.";
      case "vde":
        return "QEMU can be connected to the LAN.";
      case "sandbox":
        return "Disk images are read in a sandbox.";
      case "tun":
        return "The LAN’s TAP device can be opened.";
      case "lan-on":
        return "The LAN is on, with all its rules in place.";
      case "lan-off":
        return "The LAN is off.";
      case "machines":
        return `Machines: ${news.count}, all readable.`;
      case "space":
        return `Free space for machines: ${formatSize("en", news.freeMiB * 2 ** 20)}.`;
      case "shares":
        return "Folders can be shared with machines by virtiofs.";
      case "agent":
        return `${news.program} can ask for passwords.`;
      case "tray":
        return "A panel shows tray icons.";
      case "subnet":
        return `The LAN’s subnet ${news.subnet} is not used by another network.`;
    }
  },
  runs: "As root, after your password was asked for:",
  write: (path: string) => `write ${path}:`,
  putIn: "put these lines into /etc/hosts, in place of Virtray’s earlier ones:",
  takeOut: "remove Virtray’s lines from /etc/hosts",
  remove: (path: string) => `remove ${path}`,
};
