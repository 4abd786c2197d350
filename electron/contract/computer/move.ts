import * as v from "valibot";
import { formed } from "../base/formed.ts";
import { machineFileSchema } from "../machine/machine.ts";
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
  bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  /** Which content it has, so that a part that has come before is not sent again. */
  state: v.pipe(v.string(), v.maxLength(100)),
});
export type MoveFile = v.InferOutput<typeof moveFileSchema>;

/** The beginning of a move: all that comes. */
export const moveOfferSchema = v.strictObject({
  token: moveTokenSchema,
  machine: machineFileSchema,
  /** The template of its linked clone; null if its disk is independent. */
  template: v.nullable(templateFileSchema),
  files: v.pipe(v.array(moveFileSchema), v.maxLength(200)),
});
export type MoveOffer = v.InferOutput<typeof moveOfferSchema>;

/** A message of the side that has the machine. */
export const senderMessageSchema = v.union([
  v.strictObject({ offer: moveOfferSchema }),
  v.strictObject({ file: moveFileSchema.entries.name }),
  /** The end of a file, and the SHA-256 of all of it. */
  v.strictObject({ sum: formed("sha256", v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))) }),
  /** The machine is given up here: the other side is to make it its own. */
  v.strictObject({ go: v.literal(true) }),
  /** A person has cancelled it: what has come is not needed. */
  v.strictObject({ cancelled: v.literal(true) }),
  v.strictObject({ failed: v.pipe(v.string(), v.maxLength(2000)) }),
]);
export type SenderMessage = v.InferOutput<typeof senderMessageSchema>;

/** A message of the side that takes the machine. */
export const receiverMessageSchema = v.union([
  /** For each file that is to be sent: how much of it is there. */
  v.strictObject({
    want: v.record(v.string(), v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  }),
  v.strictObject({ ready: v.literal(true) }),
  v.strictObject({ moved: v.literal(true) }),
  v.strictObject({ failed: v.pipe(v.string(), v.maxLength(2000)) }),
]);
export type ReceiverMessage = v.InferOutput<typeof receiverMessageSchema>;

/** A machine that was given up for another computer, which has not said yet that it has it. */
export const leavingSchema = v.strictObject({
  token: moveTokenSchema,
  /** The computer that it was sent to; null: one that came and asked for it. */
  computer: v.nullable(v.string()),
});
export type Leaving = v.InferOutput<typeof leavingSchema>;
