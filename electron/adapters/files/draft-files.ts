import { lstat, realpath, rename, rm } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { fileError } from "../../core/base/file-error.ts";
import { createFile, syncPath } from "./durable-file.ts";
import { unfinishedName } from "./unfinished-files.ts";

/** A file that is being written under a name of its own, beside the one that it will have. */
export interface Draft {
  readonly path: string;
  readonly to: string;
}

/** Reads the kind of the file at a path; a link is `other`, wherever it leads. */
export async function whatIsAt(path: string): Promise<Result<"nothing" | "file" | "other">> {
  try {
    return ok((await lstat(path)).isFile() ? "file" : "other");
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT"
      ? ok("nothing")
      : { ok: false, error: fileError(path, error) };
  }
}

/** Returns whether a path is in one of some folders, by whatever links it is given. */
export async function liesWithin(path: string, folders: readonly string[]): Promise<boolean> {
  const real = (each: string) => realpath(each).catch(() => each);
  const folder = `${await real(dirname(path))}${sep}`;
  const within = await Promise.all(
    folders.map(async (each) => folder.startsWith(`${await real(each)}${sep}`)),
  );
  return within.includes(true);
}

/** Chooses the path of a draft for a file, without making it. */
export function planDraft(to: string): Draft {
  return { path: join(dirname(to), unfinishedName()), to };
}

/** Makes a draft that only its owner may read, whatever the umask. */
export async function createDraft({ path, to }: Draft, text = ""): Promise<Result<void>> {
  try {
    await createFile(path, text);
    return ok(undefined);
  } catch (error) {
    await removeFiles([path]);
    return (error as NodeJS.ErrnoException).code === "ENOENT"
      ? fail("folder-missing", { path: dirname(to) })
      : { ok: false, error: fileError(to, error) };
  }
}

/** Gives drafts their names, one after the other; if that fails, none has got its own unless it replaced. */
export async function publishDrafts(
  drafts: readonly Draft[],
  mayReplace: boolean,
): Promise<Result<void>> {
  const done: string[] = [];
  for (const { path, to } of drafts) {
    try {
      await rename(path, to);
      done.push(to);
      await syncPath(dirname(to));
    } catch (error) {
      if (!mayReplace) await removeFiles(done);
      return { ok: false, error: fileError(to, error) };
    }
  }
  return ok(undefined);
}

/** Removes files; missing ones are ignored. */
export async function removeFiles(paths: readonly string[]): Promise<void> {
  for (const path of paths) await rm(path, { force: true }).catch(() => {});
}
