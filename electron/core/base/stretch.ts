/** A stretch of a file that is asked for, in bytes. */
export interface Stretch {
  readonly offset: number;
  readonly length: number;
}

/**
 * A look at a file under way: it asks for one stretch after the other, and is given what the file
 * has there (less where it ends before).
 */
export type Reading<T> = Generator<Stretch, T, Uint8Array>;
