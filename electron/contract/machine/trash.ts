/** A deleted machine that can come back. */
export interface TrashedMachine {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  /** Where its disk lies: in the trash with it, or where it was before there was the machine. */
  readonly disk: string;
  /** Milliseconds since the epoch. */
  readonly deletedAt: number;
  /** When it is removed for good. */
  readonly expiresAt: number;
  /** What emptying it from the trash frees. */
  readonly bytes: number;
}
