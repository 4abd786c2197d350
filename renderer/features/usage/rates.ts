import type { MachineUsage } from "../../../electron/contract/machine/usage.ts";

/** What a machine did between two looks; bytes are per second. */
export interface Rates {
  /** 1 is one whole processor. */
  readonly processors: number;
  readonly memoryBytes: number;
  readonly diskRead: number;
  readonly diskWritten: number;
  /** Null while its cable is out. */
  readonly received: number | null;
  readonly sent: number | null;
}

/**
 * The rates between two looks; null if no time went by. A counter that went back, because it was
 * begun anew, counts as nothing.
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
 * The points of a line through values, oldest first, in a box of 100 × 100 whose right edge is
 * now; `top` is the value at its upper edge. `places` is how many values fill the box.
 */
export function linePoints(values: readonly number[], top: number, places: number): string {
  return values
    .map((value, index) => {
      const x = 100 - ((values.length - 1 - index) * 100) / (places - 1);
      const y = 100 - 100 * Math.min(1, top > 0 ? value / top : 0);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(" ");
}
