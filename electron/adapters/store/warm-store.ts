import {
  constants,
  copyFile,
  link,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
} from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { ok, type Result } from "../../contract/errors/app-error.ts";
import {
  type WarmAgain,
  type WarmFile,
  type WarmRecord,
  warmAgainSchema,
  warmFileNames,
  warmRecordSchema,
} from "../../contract/template/warm.ts";
import { fileError } from "../../core/base/file-error.ts";
import { createFile, replaceFile, syncPath } from "../files/durable-file.ts";
import { fingerprintOf } from "../image/base-image.ts";

/**
 * A template's warmed state lies in a folder beside its definition: the disk, the memory and the state of
 * one moment of a guest, and a record. It appears by rename, whole or not at all.
 */
const folderName = "warm";
const recordName = "warm.json";
/** The note, beside the folder, that a state was lost which the app is to make anew. */
const againName = "warm-again.json";
/** The beginning of the names of folders that take shape, or are being removed. */
const draftPrefix = ".warm-";

/** Returns the folder of a template's warmed state. */
export function warmFolder(templates: string, id: string): string {
  return join(templates, id, folderName);
}

/** Reads a template's warmed state; null if it has none that this program can use. */
export async function readWarm(templates: string, id: string): Promise<WarmRecord | null> {
  const path = join(warmFolder(templates, id), recordName);
  const text = await readFile(path, "utf8").catch(() => "");
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), warmRecordSchema), text);
  return parsed.success ? parsed.output : null;
}

/** Makes the folder in which a warmed state takes shape, and removes what others have left. */
export async function beginWarm(templates: string, id: string): Promise<Result<string>> {
  const folder = join(templates, id);
  try {
    await removeDrafts(folder);
    const draft = join(folder, `${draftPrefix}new`);
    await mkdir(draft, { mode: 0o700 });
    return ok(draft);
  } catch (error) {
    return { ok: false, error: fileError(folder, error) };
  }
}

/** Removes what takes shape, or has been left by a kill. The lock of the warming is held. */
export async function removeDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith(draftPrefix))
      await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function describe(path: string): Promise<WarmFile> {
  const { size, mtimeMs } = await stat(path);
  return { bytes: size, modifiedAt: Math.floor(mtimeMs), fingerprint: await fingerprintOf(path) };
}

/**
 * Makes a draft the warmed state of its template, in place of an earlier one. Its files last once this
 * returns. The registry's lock is held.
 */
export async function publishWarm(
  templates: string,
  id: string,
  draft: string,
  facts: Omit<WarmRecord, "files" | "takenBytes">,
): Promise<Result<WarmRecord>> {
  try {
    const [disk, ram, state] = warmFileNames.map((name) => join(draft, name)) as [
      string,
      string,
      string,
    ];
    const sizes = await Promise.all(
      [disk, ram, state].map(async (path) => {
        await syncPath(path);
        return (await stat(path)).blocks * 512;
      }),
    );
    const record: WarmRecord = {
      ...facts,
      takenBytes: Math.max(
        1,
        sizes.reduce((sum, bytes) => sum + bytes, 0),
      ),
      files: {
        "disk.qcow2": await describe(disk),
        ram: await describe(ram),
        state: await describe(state),
      },
    };
    await createFile(join(draft, recordName), JSON.stringify(record));
    await syncPath(draft);
    await removeWarm(templates, id);
    await rename(draft, warmFolder(templates, id));
    await syncPath(join(templates, id));
    return ok(record);
  } catch (error) {
    return { ok: false, error: fileError(draft, error) };
  }
}

/** Removes a template's warmed state. Machines that were created from it need it no more. */
export async function removeWarm(templates: string, id: string): Promise<void> {
  const doomed = join(templates, id, `${draftPrefix}old`);
  await rm(doomed, { recursive: true, force: true });
  try {
    await rename(warmFolder(templates, id), doomed);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  await rm(doomed, { recursive: true, force: true });
}

/**
 * Removes a warmed state that is of no use any more, and notes for which machines the app is to make it
 * anew. The registry's lock is held. Errors throw.
 */
export async function giveUpWarm(
  templates: string,
  id: string,
  { memoryMiB, cpus }: WarmAgain,
): Promise<void> {
  await removeWarm(templates, id);
  await replaceFile(join(templates, id, againName), JSON.stringify({ memoryMiB, cpus }));
}

/** Reads for which machines a template is to be warmed anew; null: for none. */
export async function readWarmAgain(templates: string, id: string): Promise<WarmAgain | null> {
  const text = await readFile(join(templates, id, againName), "utf8").catch(() => "");
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), warmAgainSchema), text);
  return parsed.success ? parsed.output : null;
}

/** Forgets that: it is tried once. */
export async function forgetWarmAgain(templates: string, id: string): Promise<void> {
  await rm(join(templates, id, againName), { force: true });
}

/** Returns whether the files of a warmed state are those that were written. */
export async function isWarmIntact(
  templates: string,
  id: string,
  { files }: WarmRecord,
): Promise<boolean> {
  const folder = warmFolder(templates, id);
  const same = warmFileNames.map(async (name) => {
    const now = await describe(join(folder, name));
    const { bytes, modifiedAt, fingerprint } = files[name];
    return now.bytes === bytes && now.modifiedAt === modifiedAt && now.fingerprint === fingerprint;
  });
  return (await Promise.all(same).catch(() => [false])).every(Boolean);
}

/** The memory and state of a machine that is to go on from a warmed state, in its own folder. */
export function warmLinks(folder: string): { readonly ram: string; readonly state: string } {
  return { ram: join(folder, "waking-ram"), state: join(folder, "waking-state") };
}

/**
 * Gives a new machine the disk of a warmed state, and names of its own for memory and state: then it is
 * of one moment also if the template is warmed anew meanwhile. The registry's lock is held. Errors throw.
 */
export async function takeWarm(
  templates: string,
  id: string,
  disk: string,
  folder: string,
): Promise<void> {
  const warm = warmFolder(templates, id);
  const links = warmLinks(folder);
  await Promise.all([
    copyFile(join(warm, "disk.qcow2"), disk, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL),
    link(join(warm, "ram"), links.ram),
    link(join(warm, "state"), links.state),
  ]);
}

/** Removes these names of memory and state. Errors throw. */
export async function forgetWarmLinks(folder: string): Promise<void> {
  const { ram, state } = warmLinks(folder);
  await Promise.all([rm(ram, { force: true }), rm(state, { force: true })]);
}
