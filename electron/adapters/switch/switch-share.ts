import { chmod, chown, lstat, mkdir, readlink, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { fileError } from "../../core/base/file-error.ts";
import { runProgram } from "../process/run-program.ts";

/**
 * Makes the folder of a switch's data socket that a group may enter, outside the user's own runtime
 * folder, which stays closed to others. A link at `socketFolder` leads to it; returns the path for
 * the switch.
 */
export async function makeShare(
  socketFolder: string,
  uid: number,
  group: string,
): Promise<Result<string>> {
  const entry = await runProgram("getent", ["group", group]);
  const gid = entry.ok ? Number(entry.value.stdout.split(":")[2]) : Number.NaN;
  if (!Number.isSafeInteger(gid)) return fail("lan-share-group", { group });
  const path = join(tmpdir(), `virtray-switch-${uid}`);
  try {
    await mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
    // Every user may write to /tmp: another one could have made the folder before.
    const found = await lstat(path);
    if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o022) !== 0) {
      return fail("runtime-folder-unsafe", { path, detail: "not-yours-alone" });
    }
    await chown(path, uid, gid);
    await chmod(path, 0o710);
    const target = join(path, "lan.ctl");
    await rm(target, { recursive: true, force: true });
    await symlink(target, socketFolder);
    return ok(target);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"
      ? fail("lan-share-group", { group })
      : { ok: false, error: fileError(path, error) };
  }
}

/** Removes the place that a switch's data socket is a link to, if it is one. */
export async function removeShare(socketFolder: string): Promise<void> {
  const target = await readlink(socketFolder).catch(() => null);
  if (target !== null) await rm(dirname(target), { recursive: true, force: true });
}
