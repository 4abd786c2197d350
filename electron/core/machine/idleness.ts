import type { UsageTotals } from "./usage-points.ts";

/** A look at a running machine: what it has done so far, and whether somebody is at it. */
export interface IdleLook extends Omit<UsageTotals, "memoryBytes"> {
  /** Whether a console shows it, or this computer has a connection to it. */
  readonly isAttended: boolean;
}

/** The most that a resting system does: a share of a processor, and bytes a second of disk and network. */
const restingProcessors = 0.15;
const restingDiskBytes = 16 * 1024;
const restingNetworkBytes = 1024;

/** Returns whether nothing used a machine between two looks. A counter that was reset counts as 0. */
export function isResting(before: IdleLook, now: IdleLook): boolean {
  if (now.isAttended || before.isAttended) return false;
  const seconds = (now.at - before.at) / 1000;
  const rate = (key: Exclude<keyof IdleLook, "isAttended">) =>
    Math.max(0, (now[key] ?? 0) - (before[key] ?? 0)) / seconds;
  return (
    rate("processorSeconds") <= restingProcessors &&
    rate("diskReadBytes") + rate("diskWrittenBytes") <= restingDiskBytes &&
    rate("netReceivedBytes") + rate("netSentBytes") <= restingNetworkBytes
  );
}
