import { follow } from "../base/follow.ts";
import type { AppStateService } from "./app-state.ts";

/** Waits before it is started again, in milliseconds: at once, then ever more patiently. */
const pauses = [0, 1000, 5000, 15_000, 60_000] as const;
/** One that lived this long, in ms, did not end by a fault that each start meets again. */
const longLifeMs = 60_000;

export interface SupervisorTools {
  /** Whether there is anything to keep. */
  isNeeded(): Promise<boolean>;
  /** Starts it unless it is there. */
  start(): Promise<void>;
  /** Ends with the supervisor, or with `signal`; false: it is not there. */
  ended(signal: AbortSignal): Promise<boolean>;
}

/**
 * Starts the supervisor again whenever it has ended while there is something to keep, as after a kill.
 * Gives the function that ends the care; the supervisor stays.
 */
export function watchSupervisor(
  appState: Pick<AppStateService, "watch">,
  supervisor: SupervisorTools,
): () => void {
  const closing = new AbortController();
  const { signal } = closing;

  async function keepAlive(): Promise<void> {
    let attempts = 0;
    while (!signal.aborted && (await supervisor.isNeeded())) {
      const began = Date.now();
      await supervisor.start();
      await supervisor.ended(signal);
      attempts = Date.now() - began > longLifeMs ? 0 : attempts + 1;
      const pause = pauses[Math.min(attempts - 1, pauses.length - 1)] ?? 0;
      await new Promise((resolve) => setTimeout(resolve, pause).unref());
    }
  }

  // A change meanwhile leads to another check once there was nothing to keep.
  const care = follow(
    keepAlive,
    () => {},
    () => {},
  );
  const unwatch = appState.watch(care.changed);
  care.open();
  care.changed();
  return () => {
    unwatch();
    closing.abort();
  };
}
