import { access, constants, lstat, readFile, realpath, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { fileError } from "../../core/base/file-error.ts";
import { makeFolder } from "./make-folder.ts";

/** Text of ours as it stands among a file's bytes (see `readForeignFile`). */
export function asBytes(text: string): string {
  return Buffer.from(text).toString("latin1");
}

/**
 * Reads a file that is not ours, one character for each byte, because nobody promises that it is UTF-8;
 * null if there is none. Errors throw.
 */
export async function readForeignFile(path: string): Promise<string | null> {
  try {
    return await readFile(path, "latin1");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/**
 * Changes a file that is not ours. `edit` gets its bytes as above and gives those that it is to
 * have; null if none are left. All else stays: owner, mode, and the links that lead there. A file
 * of which that cannot be promised is refused, and one that is not there yet is made for this user
 * alone.
 */
export async function editForeignFile(
  path: string,
  edit: (bytes: string | null) => string | null,
): Promise<Result<void>> {
  try {
    const named = await lstat(path).catch(() => null);
    const found = await stat(path).catch(() => null);
    if (named !== null && found === null) return fail("file-link-dangling", { path });
    if (found?.isFile() === false) return fail("file-not-regular", { path });
    const before = found === null ? null : await readForeignFile(path);
    const after = edit(before);
    if (after === before) return ok(undefined);
    if (found === null) {
      await makeFolder(dirname(path));
      await writeFileAtomic(path, after ?? "", { encoding: "latin1", mode: 0o600 });
      return ok(undefined);
    }
    // It is replaced as a whole, by which its other names would keep the former bytes.
    if (found.nlink > 1) return fail("file-has-names", { path });
    await access(path, constants.W_OK);
    if (after === null && named?.isFile() === true) await rm(path);
    // Without a mode, it keeps owner and mode.
    else await writeFileAtomic(await realpath(path), after ?? "", { encoding: "latin1" });
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(path, error) };
  }
}
