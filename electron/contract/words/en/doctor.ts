import type { Finding, GoodNews } from "../../doctor/doctor.ts";
import { formatSize } from "../formats.ts";

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
        return `${news.program}: ${news.version}`;
      case "kvm":
        return "KVM runs guests here.";
      case "vde":
        return "QEMU can be plugged into the LAN.";
      case "sandbox":
        return "Disk images are read in a sandbox.";
      case "tun":
        return "The LAN’s tap can be opened.";
      case "lan-on":
        return "The LAN is on and holds.";
      case "lan-off":
        return "The LAN is off.";
      case "machines":
        return `Machines: ${news.count}, all readable.`;
      case "space":
        return `Free space for machines: ${formatSize("en", news.freeMiB * 2 ** 20)}.`;
      case "agent":
        return `Passwords are asked for by ${news.program}.`;
      case "tray":
        return "A panel shows tray icons.";
      case "subnet":
        return `The LAN’s subnet ${news.subnet} is nobody else’s.`;
    }
  },
  runs: "As root, after asking for the password:",
  write: (path: string) => `write ${path}:`,
  putIn: "put these lines into /etc/hosts, in place of Virtray’s earlier ones:",
  takeOut: "take Virtray’s lines out of /etc/hosts",
  remove: (path: string) => `remove ${path}`,
};
