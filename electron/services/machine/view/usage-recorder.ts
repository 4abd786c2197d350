import {
  addPoint,
  type HostUsage,
  type UsageHistory,
  type UsageLook,
  type UsagePoint,
  usagePaceMs,
} from "../../../contract/machine/usage.ts";
import { pointBetween, type UsageTotals } from "../../../core/machine/usage-points.ts";
import type { ReadUsage, RunningMachine } from "./usage.ts";

interface UsageRecorderParts {
  /** Returns the machines that have a living process now. */
  readonly running: () => readonly RunningMachine[];
  readonly read: ReadUsage;
  /** Returns how busy this computer is, since it was asked before. */
  readonly readHost: () => Promise<HostUsage>;
  /** Returns milliseconds since the epoch. */
  readonly now: () => number;
  /** Called after each look. */
  readonly looked: (look: UsageLook) => void;
}

/** Keeps the usage of all running machines of the last minutes, as far as somebody watched. */
export interface UsageRecorder {
  /** Begins or ends recording: an app whose graphs nobody sees has no timer. */
  watch(isWatched: boolean): void;
  history(): UsageHistory;
}

/** Creates a recorder that does not look yet. */
export function createUsageRecorder(parts: UsageRecorderParts): UsageRecorder {
  let timer: NodeJS.Timeout | null = null;
  let isLooking = false;
  let at: number | null = null;
  let host: HostUsage | null = null;
  let last: ReadonlyMap<string, UsageTotals> = new Map();
  let known: ReadonlyMap<string, readonly UsagePoint[]> = new Map();

  async function look(): Promise<void> {
    // A slow look leaves a gap; a second one beside it would only make it slower.
    if (isLooking) return;
    isLooking = true;
    const machines = parts.running();
    const [totals, newHost] = await Promise.all([parts.read(machines), parts.readHost()]);
    isLooking = false;
    const now = parts.now();
    const found: Record<string, UsagePoint> = {};
    for (const [id, mine] of totals) {
      const before = last.get(id);
      const point = before === undefined ? null : pointBetween(before, mine, now);
      if (point !== null) found[id] = point;
    }
    at = now;
    host = newHost;
    last = totals;
    // A machine that has ended starts with an empty graph.
    known = new Map(
      machines.map(({ id }) => [id, addPoint(known.get(id) ?? [], found[id], now)] as const),
    );
    parts.looked({ at: now, host, machines: found });
  }

  return {
    watch(isWatched) {
      if (isWatched === (timer !== null)) return;
      if (timer !== null) {
        clearInterval(timer);
        timer = null;
        return;
      }
      timer = setInterval(() => void look(), usagePaceMs);
      void look();
    },
    history: () => ({ at, host, machines: Object.fromEntries(known) }),
  };
}
