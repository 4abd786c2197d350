import { createBackOff, restartPauses } from "../../core/base/back-off.ts";
import { follow } from "../base/follow.ts";
import type { AppStateService } from "./app-state.ts";

/** A supervisor that ran this long, in ms, did not end by a fault of each start. */
const longLifeMs = 60_000;

export interface SupervisorTools {
  /** Tells whether the LAN is on or a machine runs. */
  isNeeded(): Promise<boolean>;
  /** Starts it unless it runs. */
  start(): Promise<void>;
  /** Ends with the supervisor, or with `signal`; false if it does not run. */
  ended(signal: AbortSignal): Promise<boolean>;
}

/**
 * Restarts the supervisor whenever it ends while it is needed, as after a kill. Returns the
 * function that ends the watch; the supervisor stays.
 */
export function watchSupervisor(
  appState: Pick<AppStateService, "watch">,
  supervisor: SupervisorTools,
): () => void {
  const closing = new AbortController();
  const { signal } = closing;

  async function keepAlive(): Promise<void> {
    const backOff = createBackOff(restartPauses);
    while (!signal.aborted && (await supervisor.isNeeded())) {
      const began = Date.now();
      await supervisor.start();
      await supervisor.ended(signal);
      if (Date.now() - began > longLifeMs) {
        backOff.reset();
        continue;
      }
      await new Promise((resolve) => setTimeout(resolve, backOff.next()).unref());
    }
  }

  // A change during `keepAlive` causes another check once the supervisor is not needed.
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
