import type { Result } from "../../contract/errors/app-error.ts";
import { createBackOff, restartPauses } from "../../core/base/back-off.ts";
import type { AppStateFeed } from "../base/app-state-feed.ts";

/**
 * Restarts the switch whenever it is lost while the LAN is on, which plugs the running machines in
 * again. It does not ask for a password: without netd the state shows that, and the user decides.
 * Returns the function that ends it.
 */
export function careForSwitch(
  appState: AppStateFeed,
  mend: () => Promise<Result<unknown>>,
): () => void {
  const backOff = createBackOff(restartPauses);
  let timer: NodeJS.Timeout | null = null;
  let ended = false;

  const isGone = () =>
    appState.update().state.lan.problems.some(({ code }) => code === "switch-gone");

  async function tryToMend(): Promise<void> {
    // The switch may have been restarted during the pause.
    if (isGone()) await mend().catch(() => {});
    timer = null;
    look();
  }

  function look(): void {
    if (ended || timer !== null) return;
    if (!isGone()) {
      backOff.reset();
      return;
    }
    timer = setTimeout(() => void tryToMend(), backOff.next());
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
