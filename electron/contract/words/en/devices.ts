import type { ErrorParams } from "../../errors/app-error.ts";
import type { DeviceContent } from "../../machine/device.ts";
import { formatSize } from "../formats.ts";
import type { ErrorWords } from "../sentence.ts";

const contents: Readonly<Record<string, string>> = {
  swap: "swap space",
  LVM2_member: "LVM",
  linux_raid_member: "RAID",
  crypto_LUKS: "encrypted",
  gpt: "partitions",
  dos: "partitions",
};

/** Describes the content of a disk, as far as it is known. */
function holds(content: DeviceContent | null): string {
  if (content === null) return "content unknown";
  const type = contents[content.type] ?? content.type;
  return content.label === null ? type : `${type} “${content.label}”`;
}

/** Warns of content that is not in use now, but could be ruined: of RAID or LVM, or encrypted. */
function apart(content: DeviceContent | null): string {
  switch (content?.type) {
    case "LVM2_member":
    case "linux_raid_member":
      return " Other disks may belong to the same group: a machine that uses this one alone can destroy the content of all of them.";
    case "crypto_LUKS":
      return " A machine that does not know about the encryption sees an empty disk.";
    default:
      return "";
  }
}

/** Disks and partitions of the host, in the form and by the command. */
export const devices = {
  columns: { device: "DEVICE", size: "SIZE", holds: "CONTENT", model: "MODEL", verdict: "USE" },
  holds,
  free: "usable",
  label: "Physical disk",
  intro:
    "A machine can boot from a physical disk or a partition. Your password is needed at each start, unless your account may open that disk anyway.",
  none: "This computer has no disk that a machine can use.",
  looking: "Searching for disks…",
  again: "Search again",
  wanted: "Choose a disk.",
  warning: (node: string, size: string, content: DeviceContent | null) =>
    `The machine will read and write ${node} directly (${size}, ${holds(content)}).${apart(content)} Changes are permanent, and nothing on this computer may use that disk while the machine is running.`,
};

/** Why a machine cannot have a disk of the host. */
export const deviceErrors = {
  "device-not-block": ({ path }) => ({
    what: `${path} is not a disk or partition of this computer.`,
    todo: "Give a path such as /dev/disk/by-id/… or /dev/…; “lsblk” lists the disks.",
  }),
  "device-mounted": ({ path, at }) => ({
    what:
      at === "/"
        ? `${path} contains the system that is running now.`
        : `${path} or a part of it is mounted at ${at}.`,
    todo:
      at === "/"
        ? "A machine that writes to this disk would destroy the system. Choose another disk."
        : "A machine that writes to this disk would destroy its content. Unmount the disk with all its partitions first.",
  }),
  "device-swap": ({ path }) => ({
    what: `This computer uses ${path} or a part of it as swap space.`,
    todo: "Switch this swap space off first (swapoff), or choose another disk.",
  }),
  "device-held": ({ path, by }) => ({
    what: `${path} is part of ${by}: LVM, RAID, encryption or a loop device uses this disk.`,
    todo: `Close ${by} first, or choose another disk.`,
  }),
  "device-busy": ({ path }) => ({
    what: `${path} is in use by the kernel or another machine.`,
    todo: "Shut down that machine first, or choose another disk.",
  }),
  "device-open": ({ path, program, pid }) => ({
    what: `The program “${program}” (process ${pid}) has ${path} open.`,
    todo: "Close that program first, or choose another disk: a machine needs a disk of its own.",
  }),
  "device-changed": ({ path, was, now }) => ({
    what: `${path} is not the disk that the machine was created for: its size is ${formatSize("en", now)} instead of ${formatSize("en", was)}.`,
    todo: "Connect the right disk. Names such as /dev/sdb can change; those in /dev/disk/by-id do not.",
  }),
  "device-lent": ({ path }) => ({
    what: `Your account may still open ${path}, which was lent to a machine that has ended.`,
    todo: "Have this access removed.",
    typed: "To remove this access: virtray doctor --repair device-lent",
  }),
  "device-still-open": ({ path, program, pid }) => ({
    what: `The program “${program}” (process ${pid}) still has ${path} open, which was lent to a machine that has ended.`,
    todo: "Until the program closes the disk, nothing on this computer can mount it. If you do not know the program, end it.",
  }),
} satisfies { readonly [C in keyof ErrorParams & `device-${string}`]: ErrorWords[C] };
