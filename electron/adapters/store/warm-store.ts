import {
  constants,
  copyFile,
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { ok, type Result } from "../../contract/errors/app-error.ts";
import {
  isPair,
  type WarmFile,
  type WarmPair,
  type WarmRecord,
  warmFileNames,
  warmPairSchema,
  warmRecordSchema,
} from "../../contract/template/warm.ts";
import { fileError } from "../../core/base/file-error.ts";
import { createFile, replaceFile, syncPath } from "../files/durable-file.ts";
import { type KnownFile, knowFile, recognizeFile } from "../files/file-sum.ts";
import { namesIn } from "../files/read-chunks.ts";
import { fingerprintOf } from "../image/base-image.ts";

/**
 * A template's warmed states lie in folders beside its definition, one for each pair of memory and
 * processors: the disk, the memory and the state of one moment of a guest, and a record. Each appears by
 * rename, whole or not at all. Earlier versions kept one state, in the folder `warm`.
 */
const stateName = /^warm(-[0-9]+x[0-9]+)?$/;
const recordName = "warm.json";
/** The notes, beside the folders, that a state was lost or missing which the app is to make. */
const wishName = /^warm-again-([0-9]+)x([0-9]+)$/;
/** The one note of earlier versions. */
const formerWishName = "warm-again.json";
/** The beginning of the names of folders that take shape, or are being removed. */
const draftPrefix = ".warm-";

const nameOf = ({ memoryMiB, cpus }: WarmPair) => `${memoryMiB}x${cpus}`;

/** A warmed state that is there. */
export interface WarmState {
  readonly folder: string;
  readonly record: WarmRecord;
  /** When it was made, or a machine went on from it last: ms since the epoch. */
  readonly usedAt: number;
}

async function readState(folder: string): Promise<WarmState | null> {
  const path = join(folder, recordName);
  const [text, found] = await Promise.all([
    readFile(path, "utf8").catch(() => ""),
    stat(path).catch(() => null),
  ]);
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), warmRecordSchema), text);
  if (!parsed.success || found === null) return null;
  return { folder, record: parsed.output, usedAt: found.mtimeMs };
}

/** Reads a template's warmed states that this program can use, the last used first. */
export async function readWarm(templates: string, id: string): Promise<readonly WarmState[]> {
  const names = (await namesIn(join(templates, id))).filter((name) => stateName.test(name));
  const states = await Promise.all(names.map((name) => readState(join(templates, id, name))));
  return states.filter((state) => state !== null).sort((one, other) => other.usedAt - one.usedAt);
}

/** Notes that a machine goes on from a state. That it is lost by a failure harms nothing. */
export async function noteUse({ folder }: WarmState): Promise<void> {
  const now = new Date();
  await utimes(join(folder, recordName), now, now).catch(() => {});
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

/**
 * Makes a draft a warmed state of its template, in place of an earlier one for the same machines. Its files
 * last once this returns. The registry's lock is held.
 */
export async function publishWarm(
  templates: string,
  id: string,
  draft: string,
  { files, ...facts }: Omit<WarmRecord, "takenBytes">,
): Promise<Result<WarmRecord>> {
  const folder = join(templates, id);
  try {
    const sizes = await Promise.all(
      warmFileNames.map(async (name) => (await stat(join(draft, name))).blocks * 512),
    );
    const taken = sizes.reduce((sum, bytes) => sum + bytes, 0);
    const record: WarmRecord = { ...facts, takenBytes: Math.max(1, taken), files };
    await createFile(join(draft, recordName), JSON.stringify(record));
    await syncPath(draft);
    await removeWarm(templates, id, facts);
    await rename(draft, join(folder, `warm-${nameOf(facts)}`));
    await syncPath(folder);
    return ok(record);
  } catch (error) {
    return { ok: false, error: fileError(draft, error) };
  }
}

/** Reads what the files of a draft are, which last once this returns. Errors throw. */
export async function knowDraft(draft: string): Promise<WarmRecord["files"]> {
  const know = async (name: (typeof warmFileNames)[number]): Promise<KnownFile> => {
    await syncPath(join(draft, name));
    return knowFile(join(draft, name));
  };
  return {
    "disk.qcow2": await know("disk.qcow2"),
    ram: await know("ram"),
    state: await know("state"),
  };
}

async function removeFolder(folder: string, name: string): Promise<void> {
  const doomed = join(folder, `${draftPrefix}old`);
  await rm(doomed, { recursive: true, force: true });
  try {
    await rename(join(folder, name), doomed);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  await rm(doomed, { recursive: true, force: true });
}

/**
 * Removes a template's warmed state for such machines, or all of them. Machines that were created from it
 * need it no more. Errors throw.
 */
export async function removeWarm(
  templates: string,
  id: string,
  pair: WarmPair | null,
): Promise<void> {
  const folder = join(templates, id);
  for (const name of await namesIn(folder)) {
    if (!stateName.test(name)) continue;
    const isNamed = pair === null || name === `warm-${nameOf(pair)}`;
    const record = isNamed ? null : (await readState(join(folder, name)))?.record;
    const isOf = pair !== null && record != null && isPair(record, pair);
    if (isNamed || isOf) await removeFolder(folder, name);
  }
}

/**
 * Removes a warmed state that is of no use any more, and notes for which machines the app is to make it
 * anew. The registry's lock is held. Errors throw.
 */
export async function giveUpWarm(templates: string, id: string, pair: WarmPair): Promise<void> {
  await removeWarm(templates, id, pair);
  await wishWarm(templates, id, pair);
}

/** Notes for which machines the app is to warm a template. Errors throw. */
export async function wishWarm(templates: string, id: string, pair: WarmPair): Promise<void> {
  await writeFile(join(templates, id, `warm-again-${nameOf(pair)}`), "", { mode: 0o600 });
}

/** Reads for which machines a template is to be warmed. */
export async function readWishes(templates: string, id: string): Promise<readonly WarmPair[]> {
  const names = await namesIn(join(templates, id));
  const wishes = names.flatMap((name) => {
    const [, memoryMiB, cpus] = wishName.exec(name) ?? [];
    const pair = { memoryMiB: Number(memoryMiB), cpus: Number(cpus) };
    return v.is(warmPairSchema, pair) ? [pair] : [];
  });
  const former = names.includes(formerWishName) ? await readFormerWish(templates, id) : null;
  const isNew = former !== null && !wishes.some((pair) => isPair(pair, former));
  return isNew ? [...wishes, former] : wishes;
}

async function readFormerWish(templates: string, id: string): Promise<WarmPair | null> {
  const text = await readFile(join(templates, id, formerWishName), "utf8").catch(() => "");
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), warmPairSchema), text);
  return parsed.success ? parsed.output : null;
}

/** Forgets one of these wishes, or all: each is tried once. */
export async function forgetWish(
  templates: string,
  id: string,
  pair: WarmPair | null,
): Promise<void> {
  const folder = join(templates, id);
  const former = await readFormerWish(templates, id);
  for (const name of await namesIn(folder)) {
    const isFormer =
      name === formerWishName && (pair === null || former === null || isPair(former, pair));
    const isOne = wishName.test(name) && (pair === null || name === `warm-again-${nameOf(pair)}`);
    if (isFormer || isOne) await rm(join(folder, name), { force: true });
  }
}

/** Returns what is known of a file of a warmed state now; null if it is not the one that was written. */
async function recognize(
  path: string,
  known: WarmFile,
  signal: AbortSignal | undefined,
): Promise<KnownFile | null> {
  if ("sha256" in known) return recognizeFile(path, known, signal);
  const { size, mtimeMs } = await stat(path);
  const isSame = size === known.bytes && Math.floor(mtimeMs) === known.modifiedAt;
  if (!isSame || (await fingerprintOf(path)) !== known.fingerprint) return null;
  return knowFile(path, signal);
}

/**
 * Returns whether the files of a warmed state are those that were written. Its record is renewed if they
 * were touched or moved, or if an earlier version wrote it, so that they are read whole but once. Errors
 * of a cancelled look throw. The registry's lock is held.
 */
export async function isWarmIntact(
  { folder, record }: WarmState,
  signal?: AbortSignal,
): Promise<boolean> {
  const look = (name: (typeof warmFileNames)[number]) =>
    recognize(join(folder, name), record.files[name], signal).catch((error) => {
      if (signal?.aborted === true) throw error;
      return null;
    });
  const [disk, ram, state] = await Promise.all([look("disk.qcow2"), look("ram"), look("state")]);
  if (disk === null || ram === null || state === null) return false;
  const files = { "disk.qcow2": disk, ram, state };
  const isKnown = warmFileNames.every((name) => files[name] === record.files[name]);
  if (!isKnown) {
    const renewed = JSON.stringify({ ...record, files });
    // Without that, they are read again next time.
    await replaceFile(join(folder, recordName), renewed).catch(() => {});
  }
  return true;
}

/** Gives a new machine the disk of a warmed state. The registry's lock is held. Errors throw. */
export async function takeWarmDisk({ folder }: WarmState, disk: string): Promise<void> {
  const mode = constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL;
  await copyFile(join(folder, "disk.qcow2"), disk, mode);
}

/** A warmed state that is open: it stays that of one moment also while its template is warmed anew. */
export interface HeldWarm {
  /** The memory. */
  readonly ram: FileHandle;
  /** The state of the devices. */
  readonly state: Buffer;
}

/** Opens a warmed state for a machine that goes on from it, which closes it. Errors throw. */
export async function holdWarm({ folder }: WarmState): Promise<HeldWarm> {
  const state = await readFile(join(folder, "state"));
  return { ram: await open(join(folder, "ram"), "r+"), state };
}
