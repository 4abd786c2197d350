import type { ErrorParams } from "../../errors/app-error.ts";
import type { DeviceContent } from "../../machine/device.ts";
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
  if (content === null) return "content not known";
  const type = contents[content.type] ?? content.type;
  return content.label === null ? type : `${type} “${content.label}”`;
}

/** Warns of content that is not in use now, but could be ruined: of RAID or LVM, or encrypted. */
function apart(content: DeviceContent | null): string {
  switch (content?.type) {
    case "LVM2_member":
    case "linux_raid_member":
      return " Other disks may belong to it: a machine that has this one alone can ruin what is on all of them.";
    case "crypto_LUKS":
      return " A machine that does not know of the encryption takes it for empty.";
    default:
      return "";
  }
}

/** Disks and partitions of the host, in the form and by the command. */
export const devices = {
  columns: { device: "DEVICE", size: "SIZE", holds: "CONTENT", model: "MODEL", verdict: "USE" },
  holds,
  free: "can be a machine’s",
  label: "Disk of this computer",
  intro:
    "A machine boots from a real disk, or a partition of one. Your password is asked for at each start, unless your user may open that disk anyway.",
  none: "This computer has no disk that could be a machine’s.",
  looking: "Looking for disks…",
  again: "Look again",
  wanted: "Choose a disk.",
  warning: (node: string, size: string, content: DeviceContent | null) =>
    `The machine will read and write ${node} itself (${size}, ${holds(content)}).${apart(content)} What it does there stays, and nothing on this computer may use that disk while it runs.`,
};

/** Why a machine cannot have a disk of the host. */
export const deviceErrors = {
  "device-not-block": ({ path }) => ({
    what: `${path} is no disk or partition of this computer.`,
    todo: "Name one as /dev/disk/by-id/… or /dev/…; “lsblk” shows them.",
  }),
  "device-mounted": ({ path, at }) => ({
    what:
      at === "/"
        ? `${path} holds the system that runs now.`
        : `${path} is mounted in part or as a whole, at ${at}.`,
    todo:
      at === "/"
        ? "A machine that wrote to it would destroy this system. Take another disk."
        : "A machine that wrote to it would destroy what is on it. Unmount all of it first.",
  }),
  "device-swap": ({ path }) => ({
    what: `This computer swaps to ${path}, or to a part of it.`,
    todo: "Switch that off first (swapoff), or take another disk.",
  }),
  "device-held": ({ path, by }) => ({
    what: `${path} is a part of ${by}: LVM, RAID, encryption or a loop device uses it.`,
    todo: "Close that first, or take another disk.",
  }),
  "device-busy": ({ path }) => ({
    what: `The kernel, or another machine, uses ${path}.`,
    todo: "End that first, or take another disk.",
  }),
  "device-open": ({ path, program, pid }) => ({
    what: `The program “${program}” (process ${pid}) has ${path} open.`,
    todo: "Close it there first, or take another disk: a machine must have a disk to itself.",
  }),
  "device-changed": ({ path, was, now }) => ({
    what: `${path} is another disk than the machine was made for: it has ${now}, not ${was}.`,
    todo: "Plug in the right one. Names such as /dev/sdb can change; those in /dev/disk/by-id do not.",
  }),
  "device-lent": ({ path }) => ({
    what: `Your user may still open ${path}, which was lent to a machine that has ended.`,
    todo: "Have the access taken back.",
  }),
  "device-still-open": ({ path, program, pid }) => ({
    what: `The program “${program}” (process ${pid}) still has ${path} open, which was lent to a machine that has ended.`,
    todo: "Until that program closes it, nothing on this computer can mount that disk. End the program if you do not know it.",
  }),
} satisfies { readonly [C in keyof ErrorParams & `device-${string}`]: ErrorWords[C] };
