import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { appError, ok } from "../../contract/errors/app-error.ts";
import { withLock } from "../files/file-lock.ts";

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

/**
 * Removes the downloads of a folder that nobody works on and that no later one would continue: those
 * that broke off long ago, and those of which the file or its record is missing. `now`: since the epoch.
 */
export async function discardOldDownloads(folder: string, now: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const paths = new Set(names.map((name) => join(folder, name.replace(/\.(?:json|lock)$/, ""))));
  for (const path of paths) {
    if (!(await isUseless(path, now))) continue;
    const busy = () => appError("file-locked", { path, by: "Virtray" });
    await withLock(`${path}.lock`, "discard", 0, busy, async () => {
      // Another process may have continued it in between.
      if (await isUseless(path, now)) await discardDownload(path);
      return ok(undefined);
    });
  }
}

async function isUseless(path: string, now: number): Promise<boolean> {
  const [file, state] = await Promise.all(
    [path, statePath(path)].map((each) => stat(each).catch(() => null)),
  );
  if (!file || !state) return Boolean(file || state);
  return file.mtimeMs + keptMs <= now;
}
