import { type FileHandle, open, rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Makes sure that a file, or what was done in a folder, survives a loss of power. */
export async function syncPath(path: string): Promise<void> {
  await withFile(path, "r", (file) => file.sync());
}

/** Writes a file that is not there yet, and makes its content last; its name lasts with its folder. */
export async function createFile(path: string, text: string): Promise<void> {
  await writeAndSync(path, "wx", text);
}

/**
 * Replaces a file, or makes it: whatever happens in between, be it a kill or a loss of power, it
 * has its old or its new content, whole. Only one may do so at a time (its caller holds a lock).
 * Errors throw.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const folder = dirname(path);
  const draft = join(folder, `.${basename(path)}.new`);
  await writeAndSync(draft, "w", text);
  await rename(draft, path);
  await syncPath(folder);
}

/** Returns the path of the last good content of a file: right beside it. */
export function backupOf(path: string): string {
  return `${path}.bak`;
}

/**
 * Replaces a file and then its backup. The backup is a second chance for the file, never a reason
 * to fail: a full disk leaves the older one.
 */
export async function replaceWithBackup(path: string, text: string): Promise<void> {
  await replaceFile(path, text);
  await replaceFile(backupOf(path), text).catch(() => {});
}

async function writeAndSync(path: string, flags: string, text: string): Promise<void> {
  await withFile(path, flags, async (file) => {
    await file.writeFile(text);
    await file.sync();
  });
}

async function withFile<T>(
  path: string,
  flags: string,
  work: (file: FileHandle) => Promise<T>,
): Promise<T> {
  const file = await open(path, flags, 0o600);
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}
