/**
 * Above this share of all processors' time in use, another boot would only slow down those under
 * way; below the other one those under way have most likely booted, although they do not answer.
 */
const calmShare = 0.75;
const idleShare = 0.25;

/** The longest wait of a start for those before it, in ms: a guest may be busy for good. */
const longestWaitMs = 10_000;

/** More boots than this at once are slower than the same ones in turns. */
const mostBooting = 4;

/** How long a machine that does not answer counts as booting, in ms. */
export const longestBootMs = 20_000;

/** Returns whether the computer has room for the start of one more machine. */
export function mayStartNext(now: {
  /** How many of those started before have not booted yet. */
  readonly booting: number;
  /** The share of all processors' time in use just now, 0 to 1. */
  readonly busyShare: number;
  readonly freeMiB: number;
  /** The memory of the machine. */
  readonly neededMiB: number;
  readonly waitedMs: number;
}): boolean {
  const { booting, busyShare, freeMiB, neededMiB } = now;
  if (booting === 0 || now.waitedMs >= longestWaitMs) return true;
  // Those that boot have not taken all of their memory yet.
  if (busyShare >= calmShare || freeMiB < neededMiB) return false;
  return busyShare < idleShare || booting < Math.min(mostBooting, freeMiB / neededMiB);
}
