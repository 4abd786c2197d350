import { open, readdir, stat } from "node:fs/promises";

/** A piece of a file. */
export interface FileChunk {
  readonly at: number;
  readonly bytes: Buffer;
}

/** A file became shorter while it was read. */
export class ShorterFile extends Error {}

/** Reads the first `length` bytes of a file, piece by piece. Errors throw. */
export async function* readChunks(
  path: string,
  length: number,
  chunkBytes: number,
): AsyncGenerator<FileChunk> {
  const file = await open(path, "r");
  try {
    for (let at = 0; at < length; at += chunkBytes) {
      // Each piece has memory of its own, because the one before may still be on its way.
      const bytes = Buffer.allocUnsafe(Math.min(chunkBytes, length - at));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, at);
      if (bytesRead < bytes.length) throw new ShorterFile(path);
      yield { at, bytes };
    }
  } finally {
    await file.close();
  }
}

/** A block as stat(2) counts them, in bytes. */
const blockBytes = 512;

/** Returns the size of a file, without its gaps, and by what another content of that size is told. Errors throw. */
export async function lookAtFile(
  path: string,
): Promise<{ readonly bytes: number; readonly usedBytes: number; readonly state: string }> {
  const { size, blocks, mtimeMs, ino } = await stat(path);
  return {
    bytes: size,
    usedBytes: Math.min(size, blocks * blockBytes),
    state: `${ino}-${mtimeMs}`,
  };
}

/** Lists the names in a folder; none if it is not there. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}
