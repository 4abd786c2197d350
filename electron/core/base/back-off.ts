/** Returns the pauses between repeated attempts. */
export interface BackOff {
  /** Returns the next pause in milliseconds; the last one repeats. */
  next(): number;
  /** Starts over with the first pause, after a success. */
  reset(): void;
}

/** The pauses before each restart of what must run, in milliseconds: none at first, then growing. */
export const restartPauses = [0, 1000, 5000, 15_000, 60_000] as const;

/** Creates a back-off with these pauses, which grow. */
export function createBackOff(pauses: readonly [number, ...number[]]): BackOff {
  let attempts = 0;
  return {
    next() {
      const pause = pauses[Math.min(attempts, pauses.length - 1)] ?? pauses[0];
      attempts += 1;
      return pause;
    },
    reset() {
      attempts = 0;
    },
  };
}
