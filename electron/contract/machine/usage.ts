/** Milliseconds between two looks at the usage of machines. */
export const usagePaceMs = 2000;
/** The most points that are kept of a machine: the last five minutes. */
const mostUsagePoints = 150;
/** The time that they span, in milliseconds. */
export const usageSpanMs = usagePaceMs * mostUsagePoints;
/** Points further apart than this (milliseconds) have a gap between them. */
export const usageGapMs = usagePaceMs * 2.5;

/** A running machine's usage at a moment, as rates since the look before; bytes are per second. */
export interface UsagePoint {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** 1 stands for one whole processor. */
  readonly processors: number;
  /** The host's memory that the guest and QEMU itself have, in bytes. */
  readonly memoryBytes: number;
  readonly diskRead: number;
  readonly diskWritten: number;
  /** Seen from the guest; null while its cable is pulled, or if the switch does not count. */
  readonly received: number | null;
  readonly sent: number | null;
}

/** How busy this computer is. */
export interface HostUsage {
  /** The part of all processors that worked since the look before, 0 to 1; null at the first. */
  readonly processors: number | null;
  readonly memoryBytes: number;
  readonly totalMemoryBytes: number;
  /** The free space of the disk that holds the machines, in bytes; null if unknown. */
  readonly freeDiskBytes: number | null;
}

/** The usage of running machines up to a moment, by their IDs; points are oldest first. */
export interface UsageHistory {
  /** Milliseconds since the epoch of the last look; null before the first. */
  readonly at: number | null;
  /** Null before the first look. */
  readonly host: HostUsage | null;
  readonly machines: Readonly<Record<string, readonly UsagePoint[]>>;
}

/** One sample: the newest point of each machine that has one. */
export interface UsageLook {
  readonly at: number;
  readonly host: HostUsage;
  readonly machines: Readonly<Record<string, UsagePoint>>;
}

/** Adds a point to a machine's others, and drops those that are too old. */
export function addPoint(
  points: readonly UsagePoint[],
  point: UsagePoint | undefined,
  now: number,
): readonly UsagePoint[] {
  const all = point === undefined ? points : [...points, point];
  const kept = all.filter(({ at }) => now - at < usageSpanMs).slice(-mostUsagePoints);
  return kept.length === points.length && point === undefined ? points : kept;
}
