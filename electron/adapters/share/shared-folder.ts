import { constants } from "node:fs";
import { access, realpath, stat, statfs } from "node:fs/promises";

/** Returns the path of a folder behind all links; null for anything else. */
export async function resolveFolder(path: string): Promise<string | null> {
  try {
    const real = await realpath(path);
    return (await stat(real)).isDirectory() ? real : null;
  } catch {
    return null;
  }
}

/** Returns whether this user may list and enter a folder. */
export function isReadable(folder: string): Promise<boolean> {
  return access(folder, constants.R_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** Returns whether no file can be written in a folder any more, because its file system is full. */
export async function isFull(folder: string): Promise<boolean> {
  const room = await statfs(folder).catch(() => null);
  // File systems that do not count blocks, as some of networks, tell none at all.
  return room !== null && room.blocks > 0 && room.bavail === 0;
}
