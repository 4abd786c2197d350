/** The options by which a user follows and cancels long work. */
export interface WorkOptions {
  readonly signal?: AbortSignal | undefined;
  /** Gets the progress, from 0 to 1; null if unknown. */
  readonly onProgress?: ((fraction: number | null) => void) | undefined;
  /** The copy has the base image of its source, if any: only the differences are copied. */
  readonly linked?: boolean;
}
