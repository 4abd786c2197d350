import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** Returns the path of the record beside a half-done download, by which it is continued. */
export function statePath(path: string): string {
  return `${path}.json`;
}

/** Removes what a download has left, whole or not. */
export async function discardDownload(path: string): Promise<void> {
  await Promise.all([rm(path, { force: true }), rm(statePath(path), { force: true })]);
}

/** Removes what a download has left that the next one could not continue. */
export async function discardUseless(path: string): Promise<void> {
  const state = await stat(statePath(path)).catch(() => null);
  if (state === null) await discardDownload(path);
}

/** So long a download that broke off may be continued, in milliseconds: a month. */
const keptMs = 30 * 24 * 60 * 60 * 1000;

/** Removes the downloads of a folder that were not continued for long. `now`: since the epoch. */
export async function discardOldDownloads(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    // Locks are folders, and stay.
    if (found?.isFile() !== true || found.mtimeMs + keptMs > now) continue;
    // The record beside a download that goes on is as old as its beginning.
    if (name.endsWith(".json") && (await stat(path.slice(0, -5)).catch(() => null)) !== null) {
      continue;
    }
    await discardDownload(path).catch(() => {});
  }
}
