import * as v from "valibot";
import { formed } from "../base/formed.ts";
import { guestUserSchema, machineIdSchema, positiveIntegerSchema } from "../base/primitives.ts";
import type { AppError } from "../errors/app-error.ts";
import { machineTypeSchema } from "../machine/machine.ts";

const sha256Schema = formed("sha256", v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)));

/** A file of a warmed state, by which a later change of it is noticed. */
const warmFileSchema = v.strictObject({
  bytes: positiveIntegerSchema,
  /** Its last change, in whole milliseconds since the epoch. */
  modifiedAt: positiveIntegerSchema,
  /** SHA-256 over the size and samples of the file. */
  fingerprint: sha256Schema,
});
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
