/** An image that was tampered with, and in which ways. */
export interface Mutant {
  readonly bytes: Buffer;
  readonly what: string;
}
