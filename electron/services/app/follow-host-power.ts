import { watchHostPower } from "../../adapters/desktop/host-power.ts";
import { type AppError, appError } from "../../contract/errors/app-error.ts";
import type { Services } from "../base/services.ts";

/**
 * Pauses machines before the computer sleeps, resumes them when it wakes, and reports that with the
 * uplink; powers them down before the computer does. Machines that stayed paused because this
 * program ended during the sleep resume at once; `isOurs` is asked each time whether no other
 * process does this work.
 * @returns the function that ends it
 */
export function careForHostPower(
  services: () => Promise<Pick<Services, "machines" | "network">>,
  report: (about: AppError) => void,
  isOurs: () => Promise<boolean> = async () => true,
): () => void {
  async function wake(): Promise<void> {
    if (!(await isOurs())) return;
    const { machines, network } = await services();
    const { resumed, clocksSet } = await machines.resumeAfterSleep();
    if (resumed === 0) return;
    const { uplink } = await network.read();
    report(appError("host-woke", { resumed, clocksSet, uplink: uplink.active }));
  }
  void wake();
  return watchHostPower({
    async beforeSleep() {
      if (await isOurs()) await (await services()).machines.pauseForSleep();
    },
    afterSleep: wake,
    async beforeShutdown(deadline) {
      if (await isOurs()) await (await services()).machines.powerDownAll(deadline);
    },
  });
}
