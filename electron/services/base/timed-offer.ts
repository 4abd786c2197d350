/** How long a click takes something back, in milliseconds: long enough to see what it did. */
export const undoMs = 10_000;

/** One thing that can be taken back, for a while. */
export interface TimedOffer<T> {
  /** What is offered now; null: nothing. */
  current(): T | null;
  /** Offers this in place of whatever was offered before; null: nothing. */
  make(what: T | null): void;
}

/** Offers nothing yet; `ended` is called when the time of an offer is over. */
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
