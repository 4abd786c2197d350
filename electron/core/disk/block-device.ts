import { compareNaturally } from "../../contract/base/natural-order.ts";
import { type AppError, appError } from "../../contract/errors/app-error.ts";
import type { DeviceContent, DeviceView } from "../../contract/machine/device.ts";

/** How the files of /sys and /proc are read: by root, and by the user beforehand. */
export interface SystemFiles {
  /** A file's text; null: it is not there. */
  read(path: string): string | null;
  /** The names in a folder; none: it is not there. */
  list(path: string): readonly string[];
}

/** A block device as the kernel knows it. */
export interface BlockDevice {
  /** Its node in /dev. */
  readonly node: string;
  readonly bytes: number;
  /** What it must not be given away for; null: nothing. */
  readonly refusal: AppError | null;
}

/** /sys counts in sectors of 512 bytes, whatever the device's own are (Documentation/ABI). */
const sectorBytes = 512;

/** As the kernel names nodes; a name in a folder has slashes (`mapper/x`), never a dot first. */
const nodeName = /^[A-Za-z0-9][A-Za-z0-9_.:!-]*(?:\/[A-Za-z0-9][A-Za-z0-9_.:!-]*)*$/;

/** Major and minor number of a node, from what stat says of it; packed as by makedev(3). */
export function deviceNumbers(rdev: number): { readonly major: number; readonly minor: number } {
  const bits = BigInt(rdev);
  return {
    major: Number(((bits >> 8n) & 0xfffn) | ((bits >> 32n) & 0xfffff000n)),
    minor: Number((bits & 0xffn) | ((bits >> 12n) & 0xffffff00n)),
  };
}

/** One device of the family that is looked at: the device, its partitions, the disk around it. */
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

/** Mount points are written with blanks and backslashes as octal numbers (proc(5)). */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_all, octal) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

/** Where one of the family is mounted; null: nowhere. The numbers of some file systems are not their device's. */
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

/** Memory, and drives for media that come and go: no disks of anybody's. */
const noDisk = /^(?:ram|zram|sr|fd|mtdblock)\d/;

/** Only what can be printed in one line, as of names that others choose; null: nothing is left. */
export function printable(text: string | null | undefined): string | null {
  const line = (text ?? "").replace(/[^\x20-\x7e]/g, " ").trim();
  return line === "" ? null : line;
}

/** What udev has noted about a device (`E:ID_FS_TYPE=ext4`); root alone could look itself. */
function contentOf(files: SystemFiles, number: string): DeviceContent | null {
  const notes = files.read(`/run/udev/data/b${number}`) ?? "";
  const note = (name: string) =>
    printable(new RegExp(`^E:${name}=(.*)$`, "m").exec(notes)?.[1] ?? null);
  const type = note("ID_FS_TYPE") ?? note("ID_PART_TABLE_TYPE");
  return type === null ? null : { type, label: note("ID_FS_LABEL") };
}

/** A block device with what a person knows it by. */
export type ListedDevice = Omit<DeviceView, "path">;

/** All disks and partitions that can be written to, by their nodes, those that are refused too. */
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
 * Looks at the block device with a number, together with its partitions and with the disk that it
 * is a part of; null: there is none. What is mounted, swapped to, or held by LVM, RAID or
 * encryption in any part of it, is refused.
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

/** A device, its partitions, and the disk that it is a part of: all that share blocks with it. */
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

/** The numbers of all devices that share blocks with one, itself among them, as `MAJOR:MINOR`. */
export function deviceFamily(
  files: SystemFiles,
  major: number,
  minor: number,
): ReadonlySet<string> {
  const family = familyOf(files, `/sys/dev/block/${major}:${minor}`);
  return new Set(family.map(({ number }) => number));
}
