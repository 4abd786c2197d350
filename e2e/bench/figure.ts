/**
 * One measured figure with its limit; the limit is null for a figure that serves as a reference.
 */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly most: number | null;
  readonly unit: string;
  /** Other measurements that explain the figure. */
  readonly beside?: string;
}

/** Returns the median of some numbers; of an even count, the larger of the middle two. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error("no numbers");
  return middle;
}

/** Returns the milliseconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
