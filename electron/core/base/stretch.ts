/** A range of a file to read, in bytes. */
export interface Stretch {
  readonly offset: number;
  readonly length: number;
}

/**
 * A reading in progress: it yields one range after the other, and is passed the file's bytes there
 * (fewer at its end).
 */
export type Reading<T> = Generator<Stretch, T, Uint8Array>;
