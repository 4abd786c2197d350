/** Measures the present speed of work. */
export interface SpeedMeter {
  /**
   * Takes the total done so far; returns the amount per second over the last few seconds, or null
   * while it is unknown.
   */
  measure(done: number): number | null;
}

/**
 * The span of the measurement in milliseconds: long enough to even out bursts, short enough to be
 * current.
 */
const lateMs = 5000;

/** Creates a meter on a clock of milliseconds, to be called a few times a second. */
export function createSpeedMeter(now: () => number): SpeedMeter {
  let marks: { readonly at: number; readonly done: number }[] = [];
  return {
    measure(done) {
      const at = now();
      // The last mark before the span stays, so that the marks cover it wholly.
      const isOld = (index: number) => (marks[index + 1]?.at ?? at) <= at - lateMs;
      marks = [...marks.filter((_, index) => !isOld(index)), { at, done }];
      const [first = { at, done }] = marks;
      return at > first.at ? ((done - first.done) * 1000) / (at - first.at) : null;
    },
  };
}
