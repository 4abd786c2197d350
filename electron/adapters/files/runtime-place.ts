import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import * as v from "valibot";
import { identifyProcessSync } from "../../system/process-identity.ts";

/**
 * Chooses the folder for what runs: the login session's own, unless something lives in the one that
 * another session of the user's has recorded, for machines and LAN are the user's, not a session's.
 */
export function chooseRuntime(own: string, record: string, uid: number): string {
  const recorded = readRecord(record);
  if (recorded === null || recorded === own) return own;
  return isOwnFolder(recorded, uid) && isLivedIn(recorded) ? recorded : own;
}

/**
 * Records which folder is used, so that other sessions find it. That it cannot be recorded stops
 * nothing: they still see that a machine's disk is in use.
 */
export function recordRuntime(record: string, runtime: string): void {
  if (readRecord(record) === runtime) return;
  const draft = `${record}.${process.pid}.new`;
  try {
    mkdirSync(dirname(record), { recursive: true, mode: 0o700 });
    rmSync(draft, { force: true });
    symlinkSync(runtime, draft);
    renameSync(draft, record);
  } catch {
    // It stays as it was.
  }
}

function readRecord(path: string): string | null {
  try {
    const target = readlinkSync(path);
    return isAbsolute(target) ? target : null;
  } catch {
    return null;
  }
}

function isOwnFolder(path: string, uid: number): boolean {
  try {
    const found = lstatSync(path);
    return found.isDirectory() && found.uid === uid;
  } catch {
    return false;
  }
}

/**
 * Returns whether a machine, the switch, the supervisor or an app that has its files in a folder
 * lives.
 */
function isLivedIn(runtime: string): boolean {
  return namesIn(runtime).some((name) => {
    const within = join(runtime, name);
    return name.endsWith(".lock")
      ? isLockHeld(within)
      : ["qemu.pid", "switch.pid"].some((file) => isInUseBy(join(within, file), runtime));
  });
}

/** Returns whether a pid file tells of a process that was told to use the folder. */
function isInUseBy(pidFile: string, runtime: string): boolean {
  const pid = Number.parseInt(textOf(pidFile), 10);
  return pid > 0 && textOf(`/proc/${pid}/cmdline`).includes(`${runtime}/`);
}

const holderSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ pid: v.number(), startTicks: v.number() }),
);

/** Returns whether a living process holds a lock as `file-lock.ts` makes them. */
function isLockHeld(lock: string): boolean {
  const highest = Math.max(...namesIn(lock).map(Number).filter(Number.isSafeInteger));
  const holder = v.safeParse(holderSchema, textOf(join(lock, String(highest))));
  if (!holder.success) return false;
  return identifyProcessSync(holder.output.pid)?.startTicks === holder.output.startTicks;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
