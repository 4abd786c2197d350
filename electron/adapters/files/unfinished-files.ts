import { randomBytes } from "node:crypto";
import { readdir, readFile, rm } from "node:fs/promises";
import { basename, isAbsolute, join } from "node:path";
import * as v from "valibot";
import { identifySelf, isAlive } from "../process/process-identity.ts";
import { createFile } from "./durable-file.ts";
import { makeFolder } from "./make-folder.ts";

/**
 * Files that take shape anywhere on the disk are noted here, in a folder of ours, before they are
 * made: what a kill or a loss of power leaves of them is found by that, and removed.
 */

/**
 * Returns a name for a file that is being written, beside the one that it will have: short enough
 * anywhere.
 */
export function unfinishedName(): string {
  return `.virtray-${randomBytes(6).toString("hex")}.part`;
}

/** Nothing that is not named so is ever removed, whatever a note says. */
const isUnfinished = (path: string) =>
  isAbsolute(path) && /^\.virtray-[0-9a-f]{12}\.part$/.test(basename(path));

const noteSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.pipe(v.string(), v.check(isUnfinished))),
);

/**
 * Notes files that are about to be made; gives the note, to be taken back by `forgetUnfinished`.
 * Removes what former runs have left. Errors throw.
 */
export async function noteUnfinished(folder: string, paths: readonly string[]): Promise<string> {
  await makeFolder(folder);
  await removeUnfinished(folder);
  const { pid, startTicks } = await identifySelf();
  const path = join(folder, `${pid}-${startTicks}-${randomBytes(4).toString("hex")}.json`);
  await createFile(path, JSON.stringify(paths));
  return path;
}

/** Removes a note once its files have been named or removed. */
export async function forgetUnfinished(path: string): Promise<void> {
  await rm(path, { force: true }).catch(() => {});
}

/** Removes the files that were noted by processes which are gone. */
export async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const [, pid, startTicks] = /^(\d+)-(\d+)-/.exec(name) ?? [];
    if (await isAlive({ pid: Number(pid ?? 0), startTicks: Number(startTicks ?? 0) })) continue;
    const path = join(folder, name);
    const noted = v.safeParse(noteSchema, await readFile(path, "utf8").catch(() => ""));
    try {
      for (const file of noted.success ? noted.output : []) await rm(file, { force: true });
      await rm(path, { force: true });
    } catch {
      // It lies where nothing can be removed just now: the next run tries again.
    }
  }
}
