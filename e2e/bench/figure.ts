/** One measured figure with its limit; null for a figure that others are compared with. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly most: number | null;
  readonly unit: string;
  /** Other measurements that explain the figure. */
  readonly beside?: string;
}

/** Returns the median of some numbers, the larger of two. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error("no numbers");
  return middle;
}

/** Milliseconds that some work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
