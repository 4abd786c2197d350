import { constants, type FileHandle, open, readlink, stat } from "node:fs/promises";
import { type AppError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { fileError } from "../../core/base/file-error.ts";

/** No project file, key or user-data comes near this size, in bytes. */
const mostBytes = 1024 * 1024;

/**
 * Reads the text of a file that a person or a project names; null if it does not exist. Only a
 * regular file of at most 1 MiB is read: a pipe, a device or an endless file would never end.
 * `refuse` judges where the opened file lies, behind all links, before anything is read of it.
 */
export async function readTextFile(
  path: string,
  refuse: (opened: string) => AppError | null = () => null,
): Promise<Result<string | null>> {
  try {
    // Opening a device can already do something, so its kind is looked at before.
    if (!(await stat(path)).isFile()) return fail("file-not-regular", { path });
    // The name may lead to a pipe by now, where a plain open waits for a writer.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    try {
      // The kernel's own word of the opened file, which no rename of a link can change (proc(5)).
      const refusal = refuse(await readlink(`/proc/self/fd/${file.fd}`));
      return refusal === null ? await readRegular(path, file) : { ok: false, error: refusal };
    } finally {
      await file.close();
    }
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT"
      ? ok(null)
      : { ok: false, error: fileError(path, error) };
  }
}

async function readRegular(path: string, file: FileHandle): Promise<Result<string>> {
  if (!(await file.stat()).isFile()) return fail("file-not-regular", { path });
  // The bytes that are read count, not the reported size: it may grow meanwhile, and in /proc it is
  // 0.
  const buffer = Buffer.alloc(mostBytes + 1);
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length > mostBytes
    ? fail("file-too-large", { path, most: mostBytes })
    : ok(buffer.toString("utf8", 0, length));
}
