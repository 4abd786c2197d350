import { realpath, stat, statfs } from "node:fs/promises";

/** Returns the path of a folder behind all links; null for anything else. */
export async function resolveFolder(path: string): Promise<string | null> {
  try {
    const real = await realpath(path);
    return (await stat(real)).isDirectory() ? real : null;
  } catch {
    return null;
  }
}

/** Returns whether no file can be written in a folder any more, because its file system is full. */
export async function isFull(folder: string): Promise<boolean> {
  const room = await statfs(folder).catch(() => null);
  // File systems that do not count blocks, as some of networks, tell none at all.
  return room !== null && room.blocks > 0 && room.bavail === 0;
}
