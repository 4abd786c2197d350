import { type UsagePoint, usageGapMs } from "../../contract/machine/usage.ts";

/** The totals of a running machine up to a moment; rates are the differences of two of these. */
export interface UsageTotals {
  /** Milliseconds since a fixed point in the past, which setting the clock does not move. */
  readonly at: number;
  /** Processor time of the whole process, of all its threads. */
  readonly processorSeconds: number;
  readonly memoryBytes: number;
  readonly diskReadBytes: number;
  readonly diskWrittenBytes: number;
  /** Null while its cable is pulled, or if the switch does not count. */
  readonly netReceivedBytes: number | null;
  readonly netSentBytes: number | null;
}

/**
 * Returns the point between two totals, for a moment of the clock; null if no time passed, or so
 * much that the mean over it would tell nothing. A counter that was reset counts as 0.
 */
export function pointBetween(
  before: UsageTotals,
  now: UsageTotals,
  clock: number,
): UsagePoint | null {
  const elapsed = now.at - before.at;
  if (elapsed <= 0 || elapsed > usageGapMs) return null;
  const rate = (from: number, to: number) => (Math.max(0, to - from) * 1000) / elapsed;
  const counted = (key: "netReceivedBytes" | "netSentBytes") => {
    const [from, to] = [before[key], now[key]];
    return from === null || to === null ? null : rate(from, to);
  };
  return {
    at: clock,
    processors: rate(before.processorSeconds, now.processorSeconds),
    memoryBytes: now.memoryBytes,
    diskRead: rate(before.diskReadBytes, now.diskReadBytes),
    diskWritten: rate(before.diskWrittenBytes, now.diskWrittenBytes),
    received: counted("netReceivedBytes"),
    sent: counted("netSentBytes"),
  };
}
