import { compareNaturally } from "../../contract/base/natural-order.ts";
import { type AppError, appError } from "../../contract/errors/app-error.ts";
import type { DeviceContent, DeviceView } from "../../contract/machine/device.ts";

/** Reads the files of /sys and /proc, both for root and for the user. */
export interface SystemFiles {
  /** Returns a file's text; null if it does not exist. */
  read(path: string): string | null;
  /** Returns the names in a folder; empty if it does not exist. */
  list(path: string): readonly string[];
}

/** A block device as the kernel knows it. */
export interface BlockDevice {
  /** Its node in /dev. */
  readonly node: string;
  readonly bytes: number;
  /** Why it must not be lent; null if it may be. */
  readonly refusal: AppError | null;
}

/** /sys counts in sectors of 512 bytes, whatever the device's own are (Documentation/ABI). */
const sectorBytes = 512;

/**
 * Matches the kernel's names of nodes; a name in a folder has slashes (`mapper/x`), and none begins
 * with a dot.
 */
const nodeName = /^[A-Za-z0-9][A-Za-z0-9_.:!-]*(?:\/[A-Za-z0-9][A-Za-z0-9_.:!-]*)*$/;

/** Returns major and minor number of a node from its `rdev`, packed as by makedev(3). */
export function deviceNumbers(rdev: number): { readonly major: number; readonly minor: number } {
  const bits = BigInt(rdev);
  return {
    major: Number(((bits >> 8n) & 0xfffn) | ((bits >> 32n) & 0xfffff000n)),
    minor: Number((bits & 0xffn) | ((bits >> 12n) & 0xffffff00n)),
  };
}

/** A device, one of its partitions, or the disk that it is a part of. */
interface Member {
  readonly folder: string;
  readonly number: string;
  readonly node: string;
}

function memberAt(files: SystemFiles, folder: string): Member | null {
  const number = files.read(`${folder}/dev`)?.trim();
  const name = /^DEVNAME=(.*)$/m.exec(files.read(`${folder}/uevent`) ?? "")?.[1];
  if (number === undefined || name === undefined || !nodeName.test(name)) return null;
  return { folder, number, node: `/dev/${name}` };
}

/** Unescapes a mount point, in which blanks and backslashes are octal numbers (proc(5)). */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_all, octal) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

/**
 * Returns the mount point of one of the family; null if none is mounted. The numbers of some file
 * systems are not their device's.
 */
function mountOf(files: SystemFiles, family: readonly Member[]): string | null {
  for (const line of (files.read("/proc/self/mountinfo") ?? "").split("\n")) {
    const [before = "", after = ""] = line.split(" - ");
    const [, , number = "", , point = ""] = before.split(" ");
    const source = after.split(" ")[1] ?? "";
    if (family.some((each) => each.number === number || each.node === source)) {
      return unescaped(point);
    }
  }
  return null;
}

function refusalOf(files: SystemFiles, node: string, family: readonly Member[]): AppError | null {
  const at = mountOf(files, family);
  if (at !== null) return appError("device-mounted", { path: node, at });
  const swaps = (files.read("/proc/swaps") ?? "").split("\n").map((line) => line.split(/\s/)[0]);
  if (family.some((each) => swaps.includes(each.node)))
    return appError("device-swap", { path: node });
  const holder = family.flatMap(({ folder }) => files.list(`${folder}/holders`))[0];
  return holder === undefined ? null : appError("device-held", { path: node, by: holder });
}

/** Matches memory, and drives with removable media, which are not disks. */
const noDisk = /^(?:ram|zram|sr|fd|mtdblock)\d/;

/** Returns the printable characters of a text, as for names from outside; null if none remain. */
export function printable(text: string | null | undefined): string | null {
  const line = (text ?? "").replace(/[^\x20-\x7e]/g, " ").trim();
  return line === "" ? null : line;
}

/**
 * Returns udev's notes about a device's content (`E:ID_FS_TYPE=ext4`); only root could read the
 * device itself.
 */
function contentOf(files: SystemFiles, number: string): DeviceContent | null {
  const notes = files.read(`/run/udev/data/b${number}`) ?? "";
  const note = (name: string) =>
    printable(new RegExp(`^E:${name}=(.*)$`, "m").exec(notes)?.[1] ?? null);
  const type = note("ID_FS_TYPE") ?? note("ID_PART_TABLE_TYPE");
  return type === null ? null : { type, label: note("ID_FS_LABEL") };
}

/** A block device with the facts by which a person recognises it. */
export type ListedDevice = Omit<DeviceView, "path">;

/** Lists all writable disks and partitions by their nodes, also those that are refused. */
export function listBlockDevices(files: SystemFiles): readonly ListedDevice[] {
  return files
    .list("/sys/class/block")
    .flatMap((name) => {
      const folder = `/sys/class/block/${name}`;
      const number = files.read(`${folder}/dev`)?.trim() ?? "";
      const [, major, minor] = /^(\d+):(\d+)$/.exec(number) ?? [];
      if (noDisk.test(name) || major === undefined || minor === undefined) return [];
      const device = lookAtDevice(files, Number(major), Number(minor));
      if (device === null || files.read(`${folder}/ro`)?.trim() === "1") return [];
      const isPart = files.read(`${folder}/partition`) !== null;
      const disk = `/sys/dev/block/${number}${isPart ? "/.." : ""}`;
      return [
        {
          ...device,
          kind: isPart ? ("part" as const) : ("disk" as const),
          model: printable(files.read(`${disk}/device/model`)),
          holds: contentOf(files, number),
        },
      ];
    })
    .sort((a, b) => compareNaturally(a.node, b.node));
}

/**
 * Examines the block device with these numbers, its partitions, and the disk that it is a part of;
 * null if it does not exist. It is refused if any part of it is mounted, swap space, or held by
 * LVM, RAID or encryption.
 */
export function lookAtDevice(files: SystemFiles, major: number, minor: number): BlockDevice | null {
  const folder = `/sys/dev/block/${major}:${minor}`;
  const self = memberAt(files, folder);
  const sectors = Number(files.read(`${folder}/size`)?.trim());
  if (self === null || !Number.isSafeInteger(sectors) || sectors <= 0) return null;
  return {
    node: self.node,
    bytes: sectors * sectorBytes,
    refusal: refusalOf(files, self.node, familyOf(files, folder)),
  };
}

/**
 * Returns all devices that share blocks with one: itself, its partitions, and the disk that it is a
 * part of.
 */
function familyOf(files: SystemFiles, folder: string): readonly Member[] {
  const isPart = (path: string) => files.read(`${path}/partition`) !== null;
  const relatives = isPart(folder)
    ? [`${folder}/..`]
    : files
        .list(folder)
        .map((name) => `${folder}/${name}`)
        .filter(isPart);
  return [folder, ...relatives].flatMap((path) => memberAt(files, path) ?? []);
}

/**
 * Returns the numbers of all devices that share blocks with one, itself included, as `MAJOR:MINOR`.
 */
export function deviceFamily(
  files: SystemFiles,
  major: number,
  minor: number,
): ReadonlySet<string> {
  const family = familyOf(files, `/sys/dev/block/${major}:${minor}`);
  return new Set(family.map(({ number }) => number));
}
