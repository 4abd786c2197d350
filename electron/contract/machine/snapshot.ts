import * as v from "valibot";
import { formed } from "../base/formed.ts";
import { absolutePathSchema } from "../base/primitives.ts";
import { hardware } from "./hardware.ts";
import { machineTypeSchema } from "./machine.ts";

/**
 * A snapshot's name: free text of one line. At most 70 UTF-16 units, that is 210 bytes: with
 * Virtray's prefix it must fit the 255 bytes that QEMU stores (QEMUSnapshotInfo, 256 with its NUL).
 * Control characters are refused, and those that change the direction of the text after them.
 */
export const snapshotNameSchema = formed(
  "snapshot-name",
  v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1),
    v.maxLength(70),
    v.regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+$/u),
  ),
);

/** The ID by which services find a snapshot in its image. */
export const snapshotIdSchema = formed(
  "snapshot-id",
  v.pipe(v.string(), v.regex(/^(?:[0-9a-f]{8}|image-\d{1,10})$/)),
);

/**
 * The hardware of a snapshot with memory, which loads on the same hardware only: the settings of the
 * machine that it was taken of.
 */
export const snapshotHardwareSchema = v.strictObject({
  version: v.literal(1),
  machineType: machineTypeSchema,
  accelerator: v.picklist(["kvm", "tcg"]),
  memoryMiB: hardware.memoryMiB.schema,
  cpus: hardware.cpus.schema,
  bus: hardware.bus.schema,
  nic: hardware.nic.schema,
  cdrom: v.nullable(absolutePathSchema),
});
export type SnapshotHardware = v.InferOutput<typeof snapshotHardwareSchema>;

/** A saved moment of a machine to go back to. */
export interface SnapshotView {
  /** Eight hex digits, or `image-` and its number if another program took it. */
  readonly id: string;
  /** For an automatic one, the name of the snapshot that was restored then. */
  readonly name: string;
  /** `automatic`: taken before another one was restored. `foreign`: taken by another program. */
  readonly kind: "manual" | "automatic" | "foreign";
  /** Milliseconds since the epoch. */
  readonly takenAt: number;
  /** The size of the memory in it; 0 if it was taken of a stopped machine. */
  readonly memoryBytes: number;
  /**
   * The bytes that deleting it would free on all disks, memory included: those that neither another
   * snapshot nor the present uses. Approximate while the machine runs; null if unknown.
   */
  readonly bytes: number | null;
  /** False if a disk that it was taken of lacks it, so that it cannot be restored. */
  readonly whole: boolean;
}
