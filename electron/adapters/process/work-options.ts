/** How a person follows and ends long work. */
export interface WorkOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told how far it is, from 0 to 1; null: not known. */
  readonly onProgress?: ((fraction: number | null) => void) | undefined;
  /** The copy hangs on what its source hangs on, if on anything: only what differs is copied. */
  readonly linked?: boolean;
}
