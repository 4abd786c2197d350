import { appendFile, open, truncate } from "node:fs/promises";

/** A log that is longer is cut; a boot says some 50 KiB. */
const mostBytes = 1024 * 1024;
/** The number of bytes that are kept of its end. */
const keptBytes = 256 * 1024;

/**
 * Cuts a log that has grown too long down to its last lines; one that cannot be cut stays as it is.
 * Its writer goes on and must have opened it for appending: lines written during the cut may come
 * before the kept ones, or be lost.
 */
export async function cutLog(path: string): Promise<void> {
  const file = await open(path, "r").catch(() => null);
  if (file === null) return;
  try {
    const { size } = await file.stat();
    if (size <= mostBytes) return;
    const buffer = Buffer.alloc(keptBytes);
    const { bytesRead } = await file.read(buffer, 0, keptBytes, size - keptBytes);
    const end = buffer.subarray(0, bytesRead);
    await truncate(path);
    await appendFile(path, end.subarray(end.indexOf("\n") + 1));
  } catch {
    // Another look follows soon.
  } finally {
    await file.close();
  }
}
