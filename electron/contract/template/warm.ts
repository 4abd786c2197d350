import * as v from "valibot";
import { formed } from "../base/formed.ts";
import { guestUserSchema, machineIdSchema, positiveIntegerSchema } from "../base/primitives.ts";
import { type AppError, appError } from "../errors/app-error.ts";
import { hardware } from "../machine/hardware.ts";
import { machineTypeSchema } from "../machine/machine.ts";

const sha256Schema = formed("sha256", v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)));

/** A file of a warmed state, by which a later change of it is noticed. */
const warmFileSchema = v.union([
  v.strictObject({
    bytes: positiveIntegerSchema,
    /** SHA-256 of all of the file. */
    sha256: sha256Schema,
    /** Size, inode and times of change: while they are these, the file is not read. */
    stamp: v.string(),
  }),
  /** As earlier versions wrote it. */
  v.strictObject({
    bytes: positiveIntegerSchema,
    /** Its last change, in whole milliseconds since the epoch. */
    modifiedAt: positiveIntegerSchema,
    /** SHA-256 over the size and samples of the file. */
    fingerprint: sha256Schema,
  }),
]);
export type WarmFile = v.InferOutput<typeof warmFileSchema>;

/** The files of a warmed state, by their names beside its record. */
export const warmFileNames = ["disk.qcow2", "ram", "state"] as const;

/** `warm.json`: the state of a running guest from which a template's machines go on. */
export const warmRecordSchema = v.strictObject({
  version: v.literal(1),
  /** The instance that the guest was while it was warmed. */
  instance: machineIdSchema,
  /** ISO 8601, UTC. */
  createdAt: formed("time", v.pipe(v.string(), v.isoTimestamp())),
  memoryMiB: positiveIntegerSchema,
  cpus: positiveIntegerSchema,
  diskBytes: positiveIntegerSchema,
  user: guestUserSchema,
  machineType: machineTypeSchema,
  accelerator: v.picklist(["kvm", "tcg"]),
  /** SHA-256 of QEMU's options. */
  shape: sha256Schema,
  /** The mark of this computer's QEMU and, with KVM, of its processor. */
  computer: v.string(),
  /** The bytes that all files take on the disk. */
  takenBytes: positiveIntegerSchema,
  files: v.strictObject({
    "disk.qcow2": warmFileSchema,
    ram: warmFileSchema,
    state: warmFileSchema,
  }),
});
export type WarmRecord = v.InferOutput<typeof warmRecordSchema>;

/**
 * The most warmed states that a template has: each takes up to its memory on the disk and a boot to make,
 * and hardly anybody's machines of one template have more sizes than these in turn.
 */
export const mostWarmStates = 4;

/** The part of a warmed state that windows are told of. */
export interface WarmView
  extends Pick<
    WarmRecord,
    "memoryMiB" | "cpus" | "diskBytes" | "user" | "takenBytes" | "createdAt"
  > {
  /** When it was made, or a machine went on from it last: ISO 8601, UTC. */
  readonly usedAt: string;
}

/** Returns the bytes that warmed states take on the disk. */
export function warmBytes(states: readonly Pick<WarmRecord, "takenBytes">[]): number {
  return states.reduce((sum, { takenBytes }) => sum + takenBytes, 0);
}

/** The memory and processors of machines that one warmed state is for. */
export const warmPairSchema = v.strictObject({
  memoryMiB: positiveIntegerSchema,
  cpus: positiveIntegerSchema,
});
export type WarmPair = v.InferOutput<typeof warmPairSchema>;

/** Returns whether two pairs are the same. */
export function isPair(one: WarmPair, other: WarmPair): boolean {
  return one.memoryMiB === other.memoryMiB && one.cpus === other.cpus;
}

/** Returns the memory and processors of a template's machines where nobody asks for others. */
export function usualPair({ minimumMemoryMiB }: { readonly minimumMemoryMiB: number }): WarmPair {
  return {
    memoryMiB: Math.max(hardware.memoryMiB.usual, minimumMemoryMiB),
    cpus: hardware.cpus.usual,
  };
}

/** The part of a request for a machine that decides whether a warmed state fits. */
export interface WarmWish extends WarmPair {
  readonly name: string;
  readonly diskBytes: number;
}

/**
 * Returns why a new machine cannot go on from one of a template's warmed states; null if nothing of its
 * own forbids it.
 */
export function whyOther(
  { name, diskBytes, memoryMiB, cpus }: WarmWish,
  states: readonly Pick<WarmView, "memoryMiB" | "cpus" | "diskBytes">[],
): AppError | null {
  const other = (what: "size" | "disk") =>
    appError("template-warm-other", { name, what, memoryMiB, cpus });
  // Their disk is the template's, whatever else they are for.
  if (states.every((state) => state.diskBytes !== diskBytes)) return other("disk");
  return states.some((state) => isPair(state, { memoryMiB, cpus })) ? null : other("size");
}

/**
 * The occasions on which templates are warmed: by the app as they are added, only when the user asks for it, or not at all,
 * so that every machine boots.
 */
export const warmChoices = ["automatic", "by-hand", "never"] as const;
export type WarmChoice = (typeof warmChoices)[number];

/** A request to warm a template; omitted values are those of a machine that is created from it. */
export const warmTemplateSchema = v.strictObject({
  id: machineIdSchema,
  memoryMiB: v.optional(positiveIntegerSchema),
  cpus: v.optional(positiveIntegerSchema),
});
export type WarmTemplate = v.InferOutput<typeof warmTemplateSchema>;

/** How a new machine came to be. */
export interface HowCreated {
  /** Whether it is running, from its template's warmed state. */
  readonly isAwake: boolean;
  /** The reason why it does not go on from the warmed state; null if it does, or if there is none. */
  readonly whyCold: AppError | null;
}
