import { chmod, open, stat } from "node:fs/promises";

/** The mode of files with a guest's data: its owner's alone. */
const privateMode = 0o600;

/** The mode of an image that is not written to again. */
export const sealedMode = 0o400;

/** Makes a file read-only, and its owner's alone where the file system knows that. Errors throw. */
export async function sealFile(path: string): Promise<void> {
  await chmod(path, sealedMode).catch(() => chmod(path, 0o444));
}

/**
 * Creates an empty file that only its owner may read, for a program that writes to it: left to
 * itself, it would go by the umask. `isNew`: a file that exists is refused, not emptied. Errors throw.
 */
export async function createPrivateFile(path: string, isNew = false): Promise<void> {
  const file = await open(path, isNew ? "wx" : "w", privateMode);
  try {
    // One that is there keeps its mode. FAT knows no such modes, and refuses.
    await file.chmod(privateMode).catch(() => {});
  } finally {
    await file.close();
  }
}

/**
 * Removes others' rights to a file, as earlier versions left them. Does nothing if the file is
 * absent, another user's, or on a file system without modes.
 */
export async function narrowFile(path: string, mode: number = privateMode): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found !== null && (found.mode & 0o777 & ~mode) !== 0) {
    await chmod(path, mode).catch(() => {});
  }
}
