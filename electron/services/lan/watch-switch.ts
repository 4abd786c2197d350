import type { Result } from "../../contract/errors/app-error.ts";
import type { AppStateFeed } from "../base/app-state-feed.ts";

/** Waits between attempts, in milliseconds: at once, then ever more patiently. */
const pauses = [0, 1000, 5000, 15_000, 60_000] as const;

/**
 * Brings the switch back whenever it has gone while the LAN is on, which plugs the running machines
 * in again. Asks nobody for a password: with netd gone too, the state tells of that instead, and
 * the person decides. Gives the function that ends the care.
 */
export function careForSwitch(
  appState: AppStateFeed,
  mend: () => Promise<Result<unknown>>,
): () => void {
  let attempts = 0;
  let timer: NodeJS.Timeout | null = null;
  let ended = false;

  const isGone = () => appState.update().state.lan.problem?.code === "switch-gone";

  async function tryToMend(): Promise<void> {
    // It may have come back while we waited.
    if (isGone()) await mend().catch(() => {});
    timer = null;
    look();
  }

  function look(): void {
    if (ended || timer !== null) return;
    if (!isGone()) {
      attempts = 0;
      return;
    }
    const pause = pauses[Math.min(attempts, pauses.length - 1)] ?? 0;
    attempts += 1;
    timer = setTimeout(() => void tryToMend(), pause);
    timer.unref();
  }

  const unwatch = appState.watch(look);
  look();
  return () => {
    ended = true;
    unwatch();
    if (timer !== null) clearTimeout(timer);
  };
}
