import { createReadStream, createWriteStream } from "node:fs";
import {
  access,
  constants,
  link,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  utimes,
} from "node:fs/promises";
import { basename, dirname, isAbsolute, join } from "node:path";
import { pipeline } from "node:stream/promises";
import * as v from "valibot";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { fileError } from "../../core/base/file-error.ts";
import { countBytes } from "../files/count-bytes.ts";
import { replaceFile, syncPath } from "../files/durable-file.ts";
import { makeFolder } from "../files/make-folder.ts";
import { sealFile } from "../files/private-file.ts";
import { forgetUnfinished, noteUnfinished, unfinishedName } from "../files/unfinished-files.ts";
import type { WorkOptions } from "../process/work-options.ts";

/**
 * A template's image lies beside its definition, or in a folder that the user chose; then a link
 * beside the definition leads there. Clones are told the path beside the definition, so that it
 * holds wherever the image is moved to.
 */

/** The image of a template, or the link to it, in its folder and in the draft of one. */
export const baseName = "base.qcow2";

/** The image of a template in a folder that holds the images of many. */
function imageIn(folder: string, id: string): string {
  return join(folder, `${id}.qcow2`);
}

/** Reads where the link beside a definition leads; null: the image itself is there, or none. */
async function linkedImage(definition: string): Promise<string | null> {
  return readlink(join(definition, baseName)).catch(() => null);
}

/** The image that a path beside a definition leads to, whether it is there or not. */
export async function leadsTo(path: string): Promise<string> {
  return readlink(path).catch(() => path);
}

/** Makes a folder for images, unless it is there, and checks that they can be written there. */
export async function prepareImagesFolder(folder: string): Promise<Result<void>> {
  try {
    await makeFolder(folder);
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(folder, error) };
  }
}

/**
 * Has the image of a draft be written to a folder: the link first, so that it is never lost. The
 * folder is not made: where a disk is away, it would come to lie under that disk.
 */
export async function linkDraft(draft: string, id: string, folder: string): Promise<Result<void>> {
  const isThere = await access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!isThere) return fail("templates-folder-gone", { path: folder });
  try {
    await symlink(imageIn(folder, id), join(draft, baseName));
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(draft, error) };
  }
}

/** Removes the folder of a definition, whole or being made, and the image that its link leads to. */
export async function removeWithImage(definition: string): Promise<void> {
  const linked = await linkedImage(definition);
  const images = linked === null ? [] : [linked];
  for (const image of [...images, ...(await recordedImages(definition))]) {
    if (isImageOf(definition, image)) await rm(image, { force: true });
  }
  await rm(definition, { recursive: true, force: true });
}

/** Only what was named so by us, for this very template, is ours to remove. */
function isImageOf(definition: string, image: string): boolean {
  const id = basename(image, ".qcow2");
  return isAbsolute(image) && /^[0-9a-f-]{36}$/.test(id) && basename(definition).includes(id);
}

/**
 * Beside a definition while its image changes its place, which is done under the registry's lock:
 * the images elsewhere of which at most one counts. Found without that lock held, it was left by a
 * kill or a loss of power.
 */
const moveRecord = (definition: string) => join(definition, "moving.json");
const recordSchema = v.pipe(v.string(), v.parseJson(), v.array(v.string()));

async function recordedImages(definition: string): Promise<readonly string[]> {
  const text = await readFile(moveRecord(definition), "utf8").catch(() => "");
  const parsed = v.safeParse(recordSchema, text);
  return parsed.success ? parsed.output : [];
}

/** Whether a move of the image has begun and not ended: it goes on, or was killed. */
export function isMoveOpen(definition: string): Promise<boolean> {
  return isThere(moveRecord(definition));
}

/**
 * Ends a move, however far it came: it removes the noted images that the template does not use.
 * Images on a disk that is away are left for the next time; the registry's lock is held.
 */
export async function endMove(definition: string): Promise<void> {
  const path = join(definition, baseName);
  const counts = await realpath(path).catch(() => null);
  // The one that counts is on a disk that is away: until it is back, nothing is given up.
  if (counts === null) return;
  const away: string[] = [];
  for (const image of await recordedImages(definition)) {
    if (!isImageOf(definition, image)) continue;
    if (!(await isThere(dirname(image)))) away.push(image);
    else if ((await realpath(image).catch(() => null)) !== counts) await rm(image, { force: true });
  }
  await rm(nextLink(path), { force: true });
  if (away.length === 0) await rm(moveRecord(definition), { force: true });
  else await replaceFile(moveRecord(definition), JSON.stringify(away));
}

/** The link that is about to take the place of what is beside a definition. */
const nextLink = (path: string) => `${path}.link`;

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** An image that was brought to another place, and does not count yet. */
export interface MovedImage {
  /** Makes it count, in place of the former one, which is removed. The registry's lock is held. */
  settle(): Promise<Result<void>>;
  /** Removes it again. */
  discard(): Promise<void>;
}

/**
 * Brings the image of a template to a folder; `null`: back beside its definition. It is linked where
 * that is possible, else copied, which takes as long as it is large. `null` is given where it is
 * there already. Whenever this is broken off, the former image is whole and counts; `notes` is where
 * files that take shape are noted, so that a kill leaves none for long.
 */
export async function bringImage(
  definition: string,
  id: string,
  folder: string | null,
  notes: string,
  options: WorkOptions,
): Promise<Result<MovedImage | null>> {
  const path = join(definition, baseName);
  const target = folder === null ? path : imageIn(folder, id);
  const from = await leadsTo(path);
  const draft = join(dirname(target), unfinishedName());
  let note: string | null = null;
  const discard = async () => {
    await rm(draft, { force: true }).catch(() => {});
    if (note !== null) await forgetUnfinished(note);
  };
  try {
    const isAtTarget =
      folder === null
        ? from === path
        : (await realpath(from)) === (await realpath(target).catch(() => target));
    if (isAtTarget) return ok(null);
    note = await noteUnfinished(notes, [draft]);
    await link(from, draft).catch(() => copyImage(from, draft, options));
    await sealFile(draft);
    await syncPath(draft);
  } catch (error) {
    await discard();
    if (options.signal?.aborted === true) return fail("cancelled", {});
    return isFull(error)
      ? fail("disk-full", { path: dirname(target) })
      : { ok: false, error: fileError(isGone(error) ? from : target, error) };
  }
  return ok({
    discard,
    async settle() {
      try {
        const before = await recordedImages(definition);
        const elsewhere = [...new Set([...before, target, from])].filter((each) => each !== path);
        await replaceFile(moveRecord(definition), JSON.stringify(elsewhere));
        await rename(draft, target);
        await syncPath(dirname(target));
        if (folder !== null) {
          await rm(nextLink(path), { force: true });
          await symlink(target, nextLink(path));
          await rename(nextLink(path), path);
          await syncPath(definition);
        }
        await endMove(definition);
        await discard();
        return ok(undefined);
      } catch (error) {
        return { ok: false, error: fileError(target, error) };
      }
    },
  });
}

function isFull(error: unknown): boolean {
  return ["ENOSPC", "EDQUOT"].includes((error as NodeJS.ErrnoException).code ?? "");
}

function isGone(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}

/** Copies an image byte by byte, with its time of change, by which it is known. */
async function copyImage(
  from: string,
  to: string,
  { signal, onProgress }: WorkOptions,
): Promise<void> {
  const { size, atime, mtimeMs } = await stat(from);
  await pipeline(
    createReadStream(from, { highWaterMark: 1024 * 1024 }),
    countBytes(size, onProgress),
    createWriteStream(to, { mode: 0o600 }),
    { ...(signal === undefined ? {} : { signal }) },
  );
  // In the middle of its millisecond, which alone counts: a fraction may be rounded either way.
  await utimes(to, atime, (Math.floor(mtimeMs) + 0.5) / 1000);
}
