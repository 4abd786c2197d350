import * as v from "valibot";
import { formed } from "../base/formed.ts";
import { guestUserSchema, machineIdSchema, positiveIntegerSchema } from "../base/primitives.ts";
import { type AppError, appError } from "../errors/app-error.ts";
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

/** The part of a warmed state that windows are told of. */
export type WarmView = Pick<
  WarmRecord,
  "memoryMiB" | "cpus" | "diskBytes" | "user" | "takenBytes" | "createdAt"
>;

/** The part of a request for a machine that decides whether a warmed state fits. */
export interface WarmWish {
  readonly name: string;
  readonly memoryMiB: number;
  readonly cpus: number;
  readonly diskBytes: number;
}

/** Returns why a new machine cannot go on from a warmed state; null if nothing of its own forbids it. */
export function whyOther(
  wish: WarmWish,
  warm: Pick<WarmView, "memoryMiB" | "cpus" | "diskBytes">,
): AppError | null {
  const { name } = wish;
  const other = (what: "memory" | "cpus" | "disk") =>
    appError("template-warm-other", {
      ...{ name, what, memoryMiB: warm.memoryMiB, cpus: warm.cpus },
    });
  if (wish.memoryMiB !== warm.memoryMiB) return other("memory");
  if (wish.cpus !== warm.cpus) return other("cpus");
  return wish.diskBytes === warm.diskBytes ? null : other("disk");
}

/**
 * The occasions on which templates are warmed: by the app as they are added, only when the user asks for it, or not at all,
 * so that every machine boots.
 */
export const warmChoices = ["automatic", "by-hand", "never"] as const;
export type WarmChoice = (typeof warmChoices)[number];

/** The memory and processors for which a template is to be warmed anew, because its state was lost. */
export const warmAgainSchema = v.strictObject({
  memoryMiB: positiveIntegerSchema,
  cpus: positiveIntegerSchema,
});
export type WarmAgain = v.InferOutput<typeof warmAgainSchema>;

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
