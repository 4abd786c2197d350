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
const arrivedSchema = v.strictObject({
  token: moveTokenSchema,
  /** Its guest came while it ran, and has not gone on here yet. */
  isStill: v.optional(v.boolean(), false),
});
export type Arrived = v.InferOutput<typeof arrivedSchema>;

/** Reads by which move a machine came here; null: by none. */
export function readArrived(folder: string): Promise<Arrived | null> {
  return readRecord(join(folder, arrivedName), arrivedSchema);
}

/** Notes it, in the folder that becomes the machine's. Errors throw. */
export function recordArrived(folder: string, arrived: Arrived): Promise<void> {
  return replaceFile(join(folder, arrivedName), JSON.stringify(arrived));
}

/** Beside the parts of all machines: which moves have come to their end here, the latest ones last. */
const arrivalsName = ".arrivals.json";
const arrivalsSchema = v.array(moveTokenSchema);
/** The other side asks soon; who comes later than so many moves has to be told by the machine itself. */
const mostArrivals = 500;

/** Returns whether a move came to its end here, also if its machine has gone on from here since. */
export async function hasArrivedBy(incoming: string, token: string): Promise<boolean> {
  return ((await readRecord(join(incoming, arrivalsName), arrivalsSchema)) ?? []).includes(token);
}

/** Notes that a move came to its end here. The registry's lock is held. Errors throw. */
export async function noteArrival(incoming: string, token: string): Promise<void> {
  const path = join(incoming, arrivalsName);
  const before = (await readRecord(path, arrivalsSchema)) ?? [];
  await makeFolder(incoming);
  await replaceFile(path, JSON.stringify([...before, token].slice(-mostArrivals)));
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
