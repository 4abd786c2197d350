import { createHash } from "node:crypto";
import { constants, createReadStream } from "node:fs";
import { lstat, open, rename, rm } from "node:fs/promises";
import { type CopyEntry, noContent } from "../../../core/machine/copy/entry.ts";
import { blockBytes, type Part } from "../../../core/machine/copy/part.ts";

/** SHA-256 of the first blocks of a file, in hex. Errors throw, also that of a cancelled one. */
export async function sumOfBlocks(
  path: string,
  blocks: number,
  signal?: AbortSignal,
): Promise<string> {
  const hash = createHash("sha256");
  const content = createReadStream(path, {
    ...{ end: blocks * blockBytes - 1, highWaterMark: blockBytes },
    ...(signal === undefined ? {} : { signal }),
  });
  for await (const chunk of content) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}

/** Returns the content of a file after its first blocks, up to a size. */
export function contentAfter(
  path: string,
  blocks: number,
  size: number,
): AsyncIterable<Uint8Array> {
  const start = blocks * blockBytes;
  return start < size ? createReadStream(path, { start, end: size - 1 }) : noContent;
}

/** Returns whether a path is a folder itself, which no file takes the place of. */
export async function isFolder(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => null);
  return found?.isDirectory() === true;
}

/**
 * Reads what an interrupted copy left at a path; null for nothing of use, or for something that is not a file
 * of our own. Errors throw.
 */
export async function findPart(path: string, signal?: AbortSignal): Promise<Part | null> {
  const found = await lstat(path).catch(() => null);
  if (found?.isFile() !== true || found.uid !== process.geteuid?.() || found.nlink !== 1) {
    return null;
  }
  const blocks = Math.floor(found.size / blockBytes);
  if (blocks === 0) return null;
  return { bytes: found.size, blocks, sha256: await sumOfBlocks(path, blocks, signal) };
}

/**
 * Writes a file under the name of its part, after the blocks of that which are kept, and moves it to its own name
 * once it is whole and on the disk. An interrupted part stays; it is not shortened, so that another copying of the
 * same file at the same time writes the same. Errors throw.
 */
export async function writeThroughPart(
  part: string,
  path: string,
  blocks: number,
  entry: CopyEntry,
): Promise<void> {
  if (blocks === 0) await rm(part, { force: true });
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
  const flags = O_WRONLY | O_NOFOLLOW | (blocks === 0 ? O_CREAT | O_EXCL : 0);
  const file = await open(part, flags, 0o600);
  try {
    let end = blocks * blockBytes;
    for await (const chunk of entry.content) {
      end += chunk.length;
      // A machine may send without an end.
      if (end > entry.size) break;
      await writeAll(file, chunk, end - chunk.length);
    }
    // The name may be another copying's by now.
    const { size } = await lstat(part);
    if (end !== entry.size || size !== entry.size)
      throw new Error(`${path}: ${end} of ${entry.size} bytes`);
    await file.chmod(entry.mode & 0o777 & ~process.umask());
    await file.utimes(entry.modifiedAt, entry.modifiedAt);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, path);
}

async function writeAll(
  file: Awaited<ReturnType<typeof open>>,
  bytes: Uint8Array,
  at: number,
): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
  }
}
