import { appendFile, open, truncate } from "node:fs/promises";

/** A log that is longer is cut; a boot says some 50 KiB. */
const mostBytes = 1024 * 1024;
/** What is kept of its end. */
const keptBytes = 256 * 1024;

/**
 * Cuts a log that has grown too long down to its last lines. Its writer goes on meanwhile, and must
 * have opened it for appending. What it writes during the cut may come before the lines that were
 * kept, or be lost. What cannot be cut is left as it is.
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
