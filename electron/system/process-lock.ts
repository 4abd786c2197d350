import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { identifyProcessSync } from "./process-identity.ts";

/** Returns the content of a living process's lock file: its number and its start time. */
function identity(pid: number): string | null {
  const found = identifyProcessSync(pid);
  return found === null ? null : `${found.pid} ${found.startTicks}`;
}

function holderLives(content: string): boolean {
  const pid = Number(content.split(" ")[0]);
  return Number.isSafeInteger(pid) && pid > 0 && identity(pid) === content;
}

/** Reads a lock file; null if it was given back. */
function contentOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

function isLinked(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Takes a lock file that only root can write beside; false: another living process has it, or is
 * about to. A lock of a process that is gone is taken over. It is linked into place complete, so
 * that it is never seen half written.
 */
export function takeLock(path: string): boolean {
  const own = `${path}.${process.pid}`;
  try {
    writeFileSync(own, identity(process.pid) ?? "", { mode: 0o644 });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      if (isLinked(own, path)) return true;
      const holder = contentOf(path);
      if (holder !== null) return holderLives(holder) ? false : takeOver(own, path);
    }
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Replaces the lock of a dead process, under a lock of its own: of several that saw the same one,
 * the later would replace the earlier's. The lock cannot change meanwhile, since its holder is
 * dead.
 */
function takeOver(own: string, path: string): boolean {
  const guard = `${path}.over`;
  if (!takeLock(guard)) return false;
  try {
    const holder = contentOf(path);
    if (holder === null || holderLives(holder)) return false;
    renameSync(own, path);
    return true;
  } finally {
    releaseLock(guard);
  }
}

/** Returns whether a living process has a lock. */
export function isLockHeld(path: string): boolean {
  try {
    return holderLives(readFileSync(path, "utf8"));
  } catch {
    return false;
  }
}

/** Releases the lock. */
export function releaseLock(path: string): void {
  rmSync(path, { force: true });
}
