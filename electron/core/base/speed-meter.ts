/** Tells how fast something is now. */
export interface SpeedMeter {
  /**
   * Takes what is done so far in all; gives what was done in each second of late, or null before
   * that can be told.
   */
  measure(done: number): number | null;
}

/** What counts as of late, in milliseconds: long enough to even out bursts, short enough to be true. */
const lateMs = 5000;

/** A meter on a clock of milliseconds, to be asked a few times a second. */
export function createSpeedMeter(now: () => number): SpeedMeter {
  let marks: { readonly at: number; readonly done: number }[] = [];
  return {
    measure(done) {
      const at = now();
      // The last mark before that time stays: from it on the whole span is known.
      const isOld = (index: number) => (marks[index + 1]?.at ?? at) <= at - lateMs;
      marks = [...marks.filter((_, index) => !isOld(index)), { at, done }];
      const [first = { at, done }] = marks;
      return at > first.at ? ((done - first.done) * 1000) / (at - first.at) : null;
    },
  };
}
