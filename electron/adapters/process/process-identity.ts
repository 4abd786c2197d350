import { readdir, readFile, readlink, stat } from "node:fs/promises";
import { type AppError, appError } from "../../contract/errors/app-error.ts";
import { identifyProcess, type ProcessIdentity } from "../../system/process-identity.ts";

/** USER_HZ: the unit of /proc/PID/stat is 1/100 s on every architecture that Node runs on. */
const ticksPerSecond = 100;

/** Reads a file of /proc; null if the process has gone, or hides it from this user. */
async function readProc(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch {
    return null;
  }
}

/** Returns whether exactly this process still lives. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return (await identifyProcess(identity.pid))?.startTicks === identity.startTicks;
}

/**
 * Sends a signal, having made sure right before that the number still belongs to this process.
 * Returns false if it does not, or if the signal is not permitted.
 */
export async function signalProcess(
  identity: ProcessIdentity,
  signal: "SIGTERM" | "SIGKILL",
): Promise<boolean> {
  if (!(await isAlive(identity))) return false;
  try {
    process.kill(identity.pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** The unit of /proc/PID/statm: 4 KiB on the only architecture that machines run on here. */
const pageBytes = 4096;

/**
 * Returns the memory that a process has in use (field 2 of /proc/PID/statm, proc(5)); null if it is
 * gone.
 */
export async function residentBytes(pid: number): Promise<number | null> {
  const pages = Number((await readProc(`/proc/${pid}/statm`))?.split(" ")[1]);
  return Number.isSafeInteger(pages) ? pages * pageBytes : null;
}

/**
 * Processor time of all threads so far (fields 14 and 15 of /proc/PID/stat); null if it is gone.
 */
export async function processorSeconds(pid: number): Promise<number | null> {
  const text = await readProc(`/proc/${pid}/stat`);
  if (text === null) return null;
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

let thisProcess: Promise<ProcessIdentity> | null = null;

/** Returns the identity of the process that this code runs in. */
export function identifySelf(): Promise<ProcessIdentity> {
  thisProcess ??= identifyProcess(process.pid).then(
    (found) => found ?? { pid: process.pid, startTicks: 0 },
  );
  return thisProcess;
}

/** When the kernel booted, in seconds since the epoch: "btime 1700000000" (proc(5), /proc/stat). */
async function readBootTime(): Promise<number | null> {
  const booted = /^btime (\d+)$/m.exec((await readProc("/proc/stat")) ?? "")?.[1];
  return booted === undefined ? null : Number(booted);
}

/** Asked once while several machines are looked at: the kernel counts its interrupts for it. */
let bootTime: { readonly read: Promise<number | null>; readonly at: number } | null = null;
/** The kernel corrects it when the clock is set. */
const bootTimeLastsMs = 1000;

/** When a process was started, in milliseconds since the epoch. */
export async function startedAt(identity: ProcessIdentity): Promise<number | null> {
  if (bootTime === null || Date.now() - bootTime.at > bootTimeLastsMs) {
    bootTime = { read: readBootTime(), at: Date.now() };
  }
  const booted = await bootTime.read;
  if (booted === null) return null;
  return Math.round((booted + identity.startTicks / ticksPerSecond) * 1000);
}

/** The holders of POSIX write locks: inode number → pids. */
export type PosixLocks = ReadonlyMap<number, readonly number[]>;

/** Reads /proc/locks, such as `1: POSIX  ADVISORY  WRITE 4711 00:1f:42 0 EOF` (proc(5)). */
export function parseLocks(text: string): PosixLocks {
  const locks = new Map<number, number[]>();
  for (const line of text.split("\n")) {
    const found = /^\d+: POSIX +\w+ +WRITE (\d+) [\da-f]+:[\da-f]+:(\d+) /.exec(line);
    if (found === null) continue;
    const inode = Number(found[2]);
    locks.set(inode, [...(locks.get(inode) ?? []), Number(found[1])]);
  }
  return locks;
}

/** All POSIX write locks that are held now. */
export async function readLocks(): Promise<PosixLocks> {
  return parseLocks((await readProc("/proc/locks")) ?? "");
}

/** Returns the arguments of a process; empty if it has gone. */
export async function readArguments(pid: number): Promise<readonly string[]> {
  const text = await readProc(`/proc/${pid}/cmdline`);
  return text === null ? [] : text.split("\0").slice(0, -1);
}

/**
 * Returns whether a process has ended or is about to: at its end the kernel takes a process's memory,
 * its arguments with it, before its files and locks.
 */
export async function isEnding(identity: ProcessIdentity): Promise<boolean> {
  return (await readArguments(identity.pid)).length === 0 || !(await isAlive(identity));
}

/**
 * Finds the process that wrote a pid file and holds its lock: content, lock and a living process
 * must agree, so a file that was left behind proves nothing. (The lock's device number is not
 * compared: btrfs and overlays report another one there than in stat.)
 */
export async function pidFileHolder(
  path: string,
  locks: PosixLocks,
): Promise<ProcessIdentity | null> {
  try {
    const [{ ino }, text] = await Promise.all([stat(path), readFile(path, "utf8")]);
    const pid = Number.parseInt(text, 10);
    return (locks.get(ino) ?? []).includes(pid) ? await identifyProcess(pid) : null;
  } catch {
    return null;
  }
}

/** Returns the error that a disk is locked, with the holders that this user may see. */
export async function diskInUse(path: string, cause?: string): Promise<AppError> {
  const by = (await whoHasOpen(path)).join(", ") || "QEMU";
  return appError("disk-in-use", { path, by }, cause);
}

/**
 * Finds the processes that have a file open, except this one, among those that this user may look
 * into: `qemu-system-x86 (4711)`. It walks over /proc, so it is for naming a culprit, not for
 * polling.
 */
export async function whoHasOpen(path: string): Promise<readonly string[]> {
  const wanted = await stat(path).catch(() => null);
  if (wanted === null) return [];
  const own = String(process.pid);
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name) && name !== own);
  const holders = await Promise.all(
    pids.map(async (pid) => {
      const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
      for (const descriptor of descriptors) {
        const target = `/proc/${pid}/fd/${descriptor}`;
        const link = await readlink(target).catch(() => "");
        if (!link.startsWith("/")) continue;
        const found = await stat(target).catch(() => null);
        if (found?.ino === wanted.ino && found.dev === wanted.dev) {
          return `${((await readProc(`/proc/${pid}/comm`)) ?? "?").trim()} (${pid})`;
        }
      }
      return null;
    }),
  );
  return holders.filter((holder) => holder !== null);
}
