import * as v from "valibot";

/**
 * A snapshot's name: free text of one line. At most 70 UTF-16 units, that is 210 bytes: with what
 * Virtray writes before it, it must fit the 255 bytes that QEMU keeps (QEMUSnapshotInfo, 256 with
 * its NUL). No control characters, and none that turn the direction of what stands behind them.
 */
export const snapshotNameSchema = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1),
  v.maxLength(70),
  v.regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+$/u),
);

/** How a snapshot is named to the services: what identifies it in its image. */
export const snapshotIdSchema = v.pipe(v.string(), v.regex(/^(?:[0-9a-f]{8}|image-\d{1,10})$/));

/** A moment of a machine that can be gone back to. */
export interface SnapshotView {
  /** Eight hex digits; of a snapshot that Virtray did not take, `image-` and its number. */
  readonly id: string;
  /** Of an automatic one: the name of the snapshot that was restored then. */
  readonly name: string;
  /** `automatic`: taken before another one was restored. `foreign`: taken by another program. */
  readonly kind: "manual" | "automatic" | "foreign";
  /** Milliseconds since the epoch. */
  readonly takenAt: number;
  /** What the memory in it takes; 0: it was taken of a stopped machine. */
  readonly memoryBytes: number;
  /**
   * What deleting it would free: what no other snapshot and not the present holds, on all disks,
   * memory included. Approximate while the machine runs; null: not known.
   */
  readonly bytes: number | null;
  /** False: not every disk that it was taken of has it, so it cannot be restored. */
  readonly whole: boolean;
}
