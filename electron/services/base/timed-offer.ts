/** How long something can be undone by a click, in milliseconds: enough to see its effect. */
export const undoMs = 10_000;

/** One thing that can be undone for a while. */
export interface TimedOffer<T> {
  /** Returns the present offer; null if there is none. */
  current(): T | null;
  /** Replaces the offer; null withdraws it. */
  make(what: T | null): void;
}

/** Creates an empty offer; `ended` is called when its time is over. */
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
