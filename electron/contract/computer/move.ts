import * as v from "valibot";
import { formed } from "../base/formed.ts";
import { absolutePathSchema } from "../base/primitives.ts";
import { machineFileSchema, machineTypeSchema } from "../machine/machine.ts";
import { templateFileSchema } from "../template/template.ts";

/** By which both sides know one attempt to move a machine. */
export const moveTokenSchema = formed("id", v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)));

/** The most bytes of a file in one frame. */
export const moveChunkBytes = 256 * 1024;

/** The interval in ms of signs of life of both sides, and after which silence the other one is gone. */
export const moveAliveMs = 5000;
export const moveSilenceMs = 30_000;

/** The template's image among the files of a move. */
export const moveBaseName = "base.qcow2";

const bytesSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** A file of a move: a disk, the seed, or a record beside them; never a path. */
const moveFileSchema = v.strictObject({
  name: formed(
    "file-name",
    v.pipe(
      v.string(),
      v.regex(
        /^(?:base\.qcow2|disk[12]?\.(?:qcow2|raw)|seed\.img|known_hosts|provisioned\.json|waking|snapshot-[0-9a-f]{8}\.json)$/,
      ),
    ),
  ),
  bytes: bytesSchema,
  /** How much of that is more than gaps of zeros. */
  usedBytes: bytesSchema,
  /** Which content it has, so that a part that has come before is not sent again. */
  state: v.pipe(v.string(), v.maxLength(100)),
});
export type MoveFile = v.InferOutput<typeof moveFileSchema>;

/** How a machine runs that moves without being stopped. */
export const liveOfferSchema = v.strictObject({
  /** Its QEMU's version, such as 7.2. */
  qemu: formed("version", v.pipe(v.string(), v.regex(/^\d{1,3}\.\d{1,3}$/))),
  machineType: machineTypeSchema,
  accelerator: v.picklist(["kvm", "tcg"]),
  /** The processor as its guest sees it under KVM; null for one that is emulated. */
  processor: v.nullable(
    v.strictObject({
      vendor: v.pipe(v.string(), v.maxLength(100)),
      flags: v.pipe(v.array(v.pipe(v.string(), v.maxLength(40))), v.maxLength(1000)),
    }),
  ),
  /** For each disk, in order, the size that its guest sees, and how much is to be sent of it at present. */
  disks: v.pipe(
    v.array(v.strictObject({ virtualBytes: bytesSchema, usedBytes: bytesSchema })),
    v.maxLength(3),
  ),
  isOnLan: v.boolean(),
  isPaused: v.boolean(),
});
export type LiveOffer = v.InferOutput<typeof liveOfferSchema>;

/** The beginning of a move: all that comes. */
export const moveOfferSchema = v.strictObject({
  token: moveTokenSchema,
  machine: machineFileSchema,
  /** The template of its linked clone; null if its disk is independent. */
  template: v.nullable(templateFileSchema),
  files: v.pipe(v.array(moveFileSchema), v.maxLength(200)),
  /** The things of its present computer that it does not take along. */
  left: v.strictObject({
    cdrom: v.nullable(absolutePathSchema),
    shares: v.pipe(v.array(absolutePathSchema), v.maxLength(100)),
  }),
  /** How it runs; null if it is stopped, and its disks are among the files. */
  live: v.nullable(liveOfferSchema),
});
export type MoveOffer = v.InferOutput<typeof moveOfferSchema>;

/** The things of a machine that stayed on its former computer. */
export type LeftBehind = MoveOffer["left"];

const countSchema = v.pipe(v.number(), v.minValue(0));

/** It cannot move without being stopped first; the reason as a sentence. */
const unfitMessageSchema = v.strictObject({ unfit: v.pipe(v.string(), v.maxLength(2000)) });

/** A message of the side that has the machine. */
export const senderMessageSchema = v.union([
  v.strictObject({ offer: moveOfferSchema }),
  v.strictObject({ file: moveFileSchema.entries.name }),
  /** The end of a file, and the SHA-256 of all of it. */
  v.strictObject({ sum: formed("sha256", v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))) }),
  /** How much of a running machine has been sent. */
  v.strictObject({ done: countSchema, total: countSchema }),
  /** All of the memory has been sent, and the guest stands still. */
  v.strictObject({ sent: v.literal(true) }),
  /** The machine is given up here: the other side is to make it its own. */
  v.strictObject({ go: v.literal(true) }),
  /** A person has cancelled it: what has come is not needed. */
  v.strictObject({ cancelled: v.literal(true) }),
  unfitMessageSchema,
  v.strictObject({ failed: v.pipe(v.string(), v.maxLength(2000)) }),
]);
export type SenderMessage = v.InferOutput<typeof senderMessageSchema>;

/** A message of the side that takes the machine. */
export const receiverMessageSchema = v.union([
  /** For each file that is to be sent: how much of it is there. */
  v.strictObject({ want: v.record(v.string(), bytesSchema) }),
  /** All is there; of a running machine: its disks and memory may come. */
  v.strictObject({ ready: v.literal(true) }),
  /** The memory is loaded: its guest can go on there. */
  v.strictObject({ loaded: v.literal(true) }),
  unfitMessageSchema,
  v.strictObject({ moved: v.literal(true) }),
  v.strictObject({ failed: v.pipe(v.string(), v.maxLength(2000)) }),
]);
export type ReceiverMessage = v.InferOutput<typeof receiverMessageSchema>;

/** A machine that was given up for another computer, which has not said yet that it has it. */
export const leavingSchema = v.strictObject({
  token: moveTokenSchema,
  /** The computer that it was sent to; null: one that came and asked for it. */
  computer: v.nullable(v.string()),
  /** It was moved while it ran: its guest stands still, and was paused before or not. */
  live: v.optional(v.strictObject({ isPaused: v.boolean() })),
});
export type Leaving = v.InferOutput<typeof leavingSchema>;
