/** A deleted machine that can be restored. */
export interface TrashedMachine {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  /** Its disk's path: in the trash, or where the disk was before the machine was added. */
  readonly disk: string;
  /** Milliseconds since the epoch. */
  readonly deletedAt: number;
  /** The time when it is deleted for good. */
  readonly expiresAt: number;
  /** The bytes that deleting it for good frees. */
  readonly bytes: number;
}
