import type { HostLoad } from "../../../adapters/desktop/host-load.ts";
import { longestBootMs, mayStartNext } from "../../../core/machine/start-pace.ts";
import type { MachinesService } from "../../base/interfaces.ts";

export interface PaceParts {
  readonly machines: Pick<MachinesService, "list">;
  /** Measures for a moment how busy the computer is. */
  readonly hostLoad: () => Promise<HostLoad>;
}

/** The pace of several starts, one after the other. */
export interface StartPace {
  /** Waits until the computer has room for one more boot, or the signal comes. */
  readonly room: (neededMiB: number, signal?: AbortSignal) => Promise<void>;
  /** Notes that a machine was started. */
  readonly began: (id: string) => void;
}

/** Creates the pace of starts that belong together; the first one waits for nothing. */
export function createPace({ machines, hostLoad }: PaceParts): StartPace {
  const begun = new Map<string, number>();

  async function countBooting(): Promise<number> {
    if (begun.size === 0) return 0;
    const { machines: views } = await machines.list();
    const since = Date.now() - longestBootMs;
    return views.filter(
      ({ id, pid, reachable }) =>
        pid !== null && reachable !== true && (begun.get(id) ?? 0) > since,
    ).length;
  }

  return {
    async room(neededMiB, signal) {
      const since = Date.now();
      while (signal?.aborted !== true) {
        const booting = await countBooting();
        if (booting === 0) return;
        const load = await hostLoad();
        const waitedMs = Date.now() - since;
        if (mayStartNext({ booting, ...load, neededMiB, waitedMs })) return;
      }
    },
    began: (id) => void begun.set(id, Date.now()),
  };
}
