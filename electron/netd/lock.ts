import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

/** A process that cannot be mistaken for a later one with the same number: pid and start time. */
function identity(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // Field 22 (proc(5)), counted after the name, which may hold blanks and brackets.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? null : `${pid} ${fields[19]}`;
  } catch {
    return null;
  }
}

function holderLives(content: string): boolean {
  const pid = Number(content.split(" ")[0]);
  return Number.isSafeInteger(pid) && pid > 0 && identity(pid) === content;
}

/**
 * Takes a lock file that only root can write beside; false: another living process has it. A
 * lock of a process that is gone is taken over. It is linked into place complete, so that it is
 * never seen half written.
 */
export function takeLock(path: string): boolean {
  const own = `${path}.${process.pid}`;
  const old = `${own}.old`;
  const self = identity(process.pid) ?? "";
  try {
    writeFileSync(own, self, { mode: 0o644 });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      try {
        linkSync(own, path);
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
      if (holderLives(readFileSync(path, "utf8"))) return false;
      // Between reading and moving, somebody else may have taken it: then it is given back.
      renameSync(path, old);
      if (holderLives(readFileSync(old, "utf8"))) linkSync(old, path);
      rmSync(old, { force: true });
    }
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

/** Whether a living process has a lock. */
export function isLockHeld(path: string): boolean {
  try {
    return holderLives(readFileSync(path, "utf8"));
  } catch {
    return false;
  }
}

/** Gives the lock back. */
export function releaseLock(path: string): void {
  rmSync(path, { force: true });
}
