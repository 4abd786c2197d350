/** How long a click takes something back, in milliseconds: long enough to see what it did. */
export const undoMs = 10_000;

/** One thing that can be taken back, for a while. */
export interface TimedOffer<T> {
  /** Returns the present offer; null: none. */
  current(): T | null;
  /** Replaces the offer; null: withdraws it. */
  make(what: T | null): void;
}

/** Creates an offer that is empty; `ended` is called when the time of one is over. */
export function createTimedOffer<T>(ended: () => void): TimedOffer<T> {
  let now: T | null = null;
  let timer: NodeJS.Timeout | null = null;
  return {
    current: () => now,
    make(what) {
      if (timer !== null) clearTimeout(timer);
      now = what;
      timer =
        what === null
          ? null
          : setTimeout(() => {
              now = null;
              ended();
            }, undoMs);
      timer?.unref();
    },
  };
}
