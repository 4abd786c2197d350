/** A reading that is repeated after changes. */
export interface Follower {
  /** Reports that something may have changed. */
  readonly changed: () => void;
  /** Lets readings begin; earlier changes cause the first one. */
  readonly open: () => void;
  /** Reads again; ends after a reading that began after this call. */
  readonly now: () => Promise<void>;
}

/**
 * Reads again after changes, never twice at once: any number of changes during a reading causes one
 * more. A reading that throws is reported, and the next one is tried as usual.
 */
export function follow<T>(
  read: () => Promise<T>,
  learned: (found: T) => void,
  failed: (error: unknown) => void,
): Follower {
  let isOpen = false;
  let isStale = false;
  let running: Promise<void> | null = null;

  async function catchUp(): Promise<void> {
    while (isStale) {
      isStale = false;
      try {
        learned(await read());
      } catch (error) {
        failed(error);
      }
    }
    running = null;
  }

  function changed(): void {
    isStale = true;
    if (isOpen && running === null) running = catchUp();
  }

  return {
    changed,
    open() {
      isOpen = true;
      if (isStale) changed();
    },
    async now() {
      changed();
      await running;
    },
  };
}
