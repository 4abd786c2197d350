/** One measured figure, with the limit that it must keep; null: another's, to judge ours by. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly most: number | null;
  readonly unit: string;
  /** What else was measured to judge it by. */
  readonly beside?: string;
}

/** The middle one of some numbers; of two middle ones, the larger. */
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
