import type { MachineUsage } from "../../../electron/contract/machine/usage.ts";

/** A machine's usage between two samples; bytes are per second. */
export interface Rates {
  /** 1 stands for one whole processor. */
  readonly processors: number;
  readonly memoryBytes: number;
  readonly diskRead: number;
  readonly diskWritten: number;
  /** Null while its cable is pulled. */
  readonly received: number | null;
  readonly sent: number | null;
}

/**
 * Returns the rates between two samples; null if no time passed. A counter that was reset counts as 0.
 */
export function ratesBetween(before: MachineUsage, now: MachineUsage): Rates | null {
  const seconds = (now.at - before.at) / 1000;
  if (seconds <= 0) return null;
  const rate = (from: number, to: number) => Math.max(0, to - from) / seconds;
  const counted = (key: "netReceivedBytes" | "netSentBytes") => {
    const [from, to] = [before[key], now[key]];
    return from === null || to === null ? null : rate(from, to);
  };
  return {
    processors: rate(before.processorSeconds, now.processorSeconds),
    memoryBytes: now.memoryBytes,
    diskRead: rate(before.diskReadBytes, now.diskReadBytes),
    diskWritten: rate(before.diskWrittenBytes, now.diskWrittenBytes),
    received: counted("netReceivedBytes"),
    sent: counted("netSentBytes"),
  };
}

/**
 * Returns the points of a line through values, oldest first, in a box of 100 × 100 whose right edge is
 * now. `top` is the value at the upper edge, and `count` values fill the box.
 */
export function linePoints(values: readonly number[], top: number, count: number): string {
  return values
    .map((value, index) => {
      const x = 100 - ((values.length - 1 - index) * 100) / (count - 1);
      const y = 100 - 100 * Math.min(1, top > 0 ? value / top : 0);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(" ");
}
