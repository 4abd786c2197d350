import { createWriteStream } from "node:fs";
import { constants, lstat, open, realpath } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { diskFileError, fileError } from "../../core/base/file-error.ts";
import { countBytes } from "../files/count-bytes.ts";
import { explainRoom, guardRoom } from "../files/room-guard.ts";
import type { WorkOptions } from "../process/work-options.ts";

/** The bit by which only the owner of what lies in a folder may replace it, as in /tmp (inode(7)). */
const sticky = 0o1000;

/**
 * Returns a file's path without links if only this user and root can change or replace the file;
 * null if another user can. A path to no file is returned as it is, for its reader to report; a
 * group that is root's or the user's own does not count.
 */
export async function steadyPath(path: string): Promise<string | null> {
  const uid = process.getuid?.() ?? 0;
  const own = process.getgid?.() === uid ? uid : 0;
  const real = await realpath(path).catch(() => null);
  if (real === null) return path;
  for (let at = real; ; at = dirname(at)) {
    const found = await lstat(at).catch(() => null);
    if (found === null || (found.uid !== uid && found.uid !== 0)) return null;
    const isOwnGroup = found.gid === 0 || found.gid === own;
    const isOpen = (found.mode & (isOwnGroup ? 0o002 : 0o022)) !== 0;
    if (isOpen && (at === real || (found.mode & sticky) === 0)) return null;
    if (at === dirname(at)) return real;
  }
}

/**
 * Copies a regular file into a new one, its owner's alone, before it fills the disk. After a
 * failure the caller removes the half-done one.
 */
export async function copyPrivately(
  path: string,
  target: string,
  { signal, onProgress }: WorkOptions,
): Promise<Result<void>> {
  try {
    // A pipe would keep a plain open waiting for its other end.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const found = await file.stat();
      if (!found.isFile()) return fail("disk-path-invalid", { path });
      await pipeline(
        file.createReadStream({ autoClose: false, highWaterMark: 1024 * 1024 }),
        countBytes(found.size, onProgress),
        guardRoom(dirname(target)),
        createWriteStream(target, { flags: "wx", mode: 0o600 }),
        { ...(signal === undefined ? {} : { signal }) },
      );
      return ok(undefined);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (signal?.aborted === true) return fail("cancelled", {});
    const noRoom = explainRoom(target, error);
    if (noRoom !== null) return { ok: false, error: noRoom };
    const { syscall } = error as NodeJS.ErrnoException;
    return {
      ok: false,
      error:
        syscall === "open"
          ? diskFileError(path, error as NodeJS.ErrnoException)
          : fileError(target, error),
    };
  }
}
