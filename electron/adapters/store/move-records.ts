import { rm } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import {
  type Leaving,
  leavingSchema,
  type MoveFile,
  moveOfferSchema,
  moveTokenSchema,
} from "../../contract/computer/move.ts";
import { replaceFile } from "../files/durable-file.ts";
import { makeFolder } from "../files/make-folder.ts";
import { readRecord } from "../files/small-record.ts";

/**
 * Beside a machine's definition from the moment at which it is given up for another computer until that
 * has said that it has it. With it, a machine is whole nowhere but there, or not moved after all.
 */
const leavingName = "leaving.json";

/** Reads for which computer a machine is given up; null: for none. */
export function readLeaving(folder: string): Promise<Leaving | null> {
  return readRecord(join(folder, leavingName), leavingSchema);
}

/** Gives a machine up, in a way that survives a loss of power. Errors throw. */
export function recordLeaving(folder: string, leaving: Leaving): Promise<void> {
  return replaceFile(join(folder, leavingName), JSON.stringify(leaving));
}

/** Takes it back: the other computer does not have it, and never will. Errors throw. */
export async function forgetLeaving(folder: string): Promise<void> {
  await rm(join(folder, leavingName), { force: true });
}

/** Beside a machine's definition: by which move it came here. */
const arrivedName = "arrived.json";
const arrivedSchema = v.strictObject({ token: moveTokenSchema });

/** Reads by which move a machine came here; null: by none. */
export async function readArrived(folder: string): Promise<string | null> {
  return (await readRecord(join(folder, arrivedName), arrivedSchema))?.token ?? null;
}

/** Notes it, in the folder that becomes the machine's. Errors throw. */
export function recordArrived(folder: string, token: string): Promise<void> {
  return replaceFile(join(folder, arrivedName), JSON.stringify({ token }));
}

/** In a folder of parts of a machine: which move they belong to. */
const comingName = "coming.json";
const comingSchema = v.strictObject({
  token: moveTokenSchema,
  files: moveOfferSchema.entries.files,
  /** The other side was told that this move does not come to its end. */
  isRevoked: v.boolean(),
});

/** Parts of a machine that is on its way here. */
export interface Coming {
  readonly token: string;
  readonly files: readonly MoveFile[];
  readonly isRevoked: boolean;
}

/** Reads which move the parts in a folder belong to; null: to none. */
export function readComing(folder: string): Promise<Coming | null> {
  return readRecord(join(folder, comingName), comingSchema);
}

/** Notes it. Errors throw. */
export async function recordComing(folder: string, coming: Coming): Promise<void> {
  await makeFolder(folder);
  await replaceFile(join(folder, comingName), JSON.stringify(coming));
}

/** Removes the note: the parts become a machine now. Errors throw. */
export async function forgetComing(folder: string): Promise<void> {
  await rm(join(folder, comingName), { force: true });
}
