import { constants, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { deviceNumbers, printable } from "../../core/disk/block-device.ts";

/** A process that has a block device open or mapped. */
export interface DeviceUser {
  readonly pid: number;
  /** The process's own name for itself, cut to printable characters. */
  readonly program: string;
  /** Start of the process in ticks after boot: with the pid, it is never another one. */
  readonly start: string;
  /**
   * Whether the process is root's and only reads, so that no other user can reach the disk by it.
   */
  readonly isHarmless: boolean;
}

/** Numbers of a device and of those that share blocks with it, each as `MAJOR:MINOR`. */
export type DeviceFamily = ReadonlySet<string>;

function readOr(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // The process has ended in between, or is a kernel thread.
    return "";
  }
}

function list(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/**
 * Reads the numbers of the block device behind a path; empty: it is not one, null if unknown.
 * Follows links, opens no file.
 */
function blockNumber(path: string): string | null {
  try {
    const found = statSync(path);
    if (!found.isBlockDevice()) return "";
    const { major, minor } = deviceNumbers(found.rdev);
    return `${major}:${minor}`;
  } catch {
    return null;
  }
}

/**
 * Returns a block device's number, or device and inode of another file, which tell files apart;
 * null if unknown.
 */
function identityOf(path: string): string | null {
  const number = blockNumber(path);
  if (number !== "") return number;
  const { dev, ino } = statSync(path, { throwIfNoEntry: false }) ?? {};
  return ino === undefined ? null : `${dev} ${ino}`;
}

/** A process that has a device open, as root sees it. */
export interface DeviceSearch {
  /**
   * Returns all processes that have it open or mapped, this one excepted; of `among` alone if
   * given.
   */
  users(among?: readonly DeviceUser[]): readonly DeviceUser[];
  /**
   * Returns a loop device of it, or of the file behind it, which need not be open in any process;
   * null if there is none.
   */
  loop(): string | null;
}

/** Searches for processes that have one of a family of devices open. */
export function searchDevice(family: DeviceFamily): DeviceSearch {
  return {
    users(among) {
      const fuse = fuseMounts();
      const mapped = new Map<string, string>();
      const pids = among?.map(({ pid }) => String(pid)) ?? list("/proc").filter(isNumber);
      return pids.flatMap((pid) => {
        if (pid === String(process.pid)) return [];
        const how = howOpen(pid, family, fuse) ?? howMapped(pid, family, mapped);
        return how === null ? [] : describe(pid, how === "reads");
      });
    },
    loop() {
      const loops = list("/sys/class/block").flatMap((name) => {
        const folder = `/sys/class/block/${name}`;
        const file = readOr(`${folder}/loop/backing_file`).trimEnd();
        const behind = file === "" ? null : identityOf(file.replace(/ \(deleted\)$/, ""));
        return behind === null ? [] : [{ name, number: readOr(`${folder}/dev`).trim(), behind }];
      });
      const own = loops.filter(({ number }) => family.has(number)).map(({ behind }) => behind);
      const found = loops.find(
        ({ number, behind }) => !family.has(number) && (family.has(behind) || own.includes(behind)),
      );
      return found?.name ?? null;
    },
  };
}

const isNumber = (name: string) => /^\d+$/.test(name);

type Access = "reads" | "writes";

/** Returns the stronger of two kinds of access. */
function stronger(one: Access | null, other: Access | null): Access | null {
  return one === "writes" || other === "writes" ? "writes" : (one ?? other);
}

/**
 * Finds how a process has a device open. Each thread is searched, since it may have files of its
 * own, and those of a process whose first thread has ended are visible only there.
 */
function howOpen(pid: string, family: DeviceFamily, fuse: ReadonlySet<string>): Access | null {
  let how: Access | null = null;
  for (const thread of list(`/proc/${pid}/task`)) {
    const folder = `/proc/${pid}/task/${thread}`;
    for (const name of list(`${folder}/fd`)) {
      how = stronger(how, howFile(folder, name, family, fuse));
      if (how === "writes") return how;
    }
  }
  return how;
}

function howFile(
  folder: string,
  name: string,
  family: DeviceFamily,
  fuse: ReadonlySet<string>,
): Access | null {
  let target: string;
  try {
    target = readlinkSync(`${folder}/fd/${name}`);
  } catch {
    return null;
  }
  if (target === "anon_inode:[io_uring]") return inRing(folder, name, family) ? "writes" : null;
  // Sockets, pipes and the like have no path.
  if (!target.startsWith("/")) return null;
  const info = readOr(`${folder}/fdinfo/${name}`);
  // The server of such a file system could block root for ever; it holds no usable devices.
  if (fuse.has(/^mnt_id:\s*(\d+)$/m.exec(info)?.[1] ?? "")) return null;
  const number = blockNumber(`${folder}/fd/${name}`);
  return number !== null && family.has(number) ? accessOf(info) : null;
}

/** A descriptor that only names a file and cannot read it (open(2), O_PATH). */
const pathOnly = 0o10000000;
const accessMask = 0o3;

function accessOf(info: string): Access | null {
  const flags = Number.parseInt(/^flags:\s*([0-7]+)$/m.exec(info)?.[1] ?? "2", 8);
  if ((flags & pathOnly) !== 0) return null;
  return (flags & accessMask) === constants.O_RDONLY ? "reads" : "writes";
}

/**
 * Returns whether a ring has the device among its registered files, which need no descriptor
 * (io_uring(7)).
 */
function inRing(folder: string, name: string, family: DeviceFamily): boolean {
  const info = readOr(`${folder}/fdinfo/${name}`);
  return [...info.matchAll(/^\s*\d+: (\/.*)$/gm)].some(([, path = ""]) => {
    const number = blockNumber(`${folder}/root${path}`);
    return number !== null && family.has(number);
  });
}

/** A line of /proc/PID/maps with a file (proc(5)): range, rights, offset, device, inode, path. */
const mapLine = /^([0-9a-f]+-[0-9a-f]+) (....) [0-9a-f]+ ([0-9a-f]+:[0-9a-f]+ \d+) +\//;

/**
 * Finds how a process has a device mapped; `known` has the numbers of mapped files that were looked
 * at.
 */
function howMapped(pid: string, family: DeviceFamily, known: Map<string, string>): Access | null {
  let how: Access | null = null;
  for (const thread of list(`/proc/${pid}/task`)) {
    const text = readOr(`/proc/${pid}/task/${thread}/maps`);
    for (const line of text.split("\n")) {
      const [, range, rights = "", file = ""] = mapLine.exec(line) ?? [];
      if (range === undefined) continue;
      const number = known.get(file) ?? blockNumber(`/proc/${pid}/map_files/${range}`);
      if (number === null) continue;
      known.set(file, number);
      if (family.has(number)) how = stronger(how, rights.endsWith("s") ? "writes" : "reads");
    }
    // All threads share the memory; that of one that has ended is told as empty.
    if (text !== "") break;
  }
  return how;
}

/** Lists the device numbers of mounts that a user's program may serve, in all namespaces. */
function fuseMounts(): ReadonlySet<string> {
  const seen = new Set<string>();
  const mounts = new Set<string>();
  for (const pid of list("/proc").filter(isNumber)) {
    let namespace: string;
    try {
      namespace = readlinkSync(`/proc/${pid}/ns/mnt`);
    } catch {
      continue;
    }
    if (seen.has(namespace)) continue;
    seen.add(namespace);
    for (const line of readOr(`/proc/${pid}/mountinfo`).split("\n")) {
      const [before = "", after = ""] = line.split(" - ");
      if (/^fuse(?:\.|\s)/.test(after)) mounts.add(before.split(" ")[0] ?? "");
    }
  }
  return mounts;
}

function describe(pid: string, isReading: boolean): readonly DeviceUser[] {
  const stat = readOr(`/proc/${pid}/stat`);
  // Field 22 (proc(5)), counted after the name, which may hold blanks and brackets.
  const start = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  if (start === undefined) return [];
  // The folder's owner is root for a process that keeps itself from being dumped, so it is not
  // used.
  const ids = /^Uid:\s*(.*)$/m.exec(readOr(`/proc/${pid}/status`))?.[1]?.split(/\s+/) ?? [];
  const isRoots = ids.length > 0 && ids.every((id) => id === "0");
  const program = printable(readOr(`/proc/${pid}/comm`)) ?? "?";
  return [{ pid: Number(pid), program, start, isHarmless: isReading && isRoots }];
}
