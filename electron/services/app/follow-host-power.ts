import { watchHostPower } from "../../adapters/desktop/host-power.ts";
import { type AppError, appError } from "../../contract/errors/app-error.ts";
import type { Services } from "../base/interfaces.ts";

/**
 * Pauses machines before the computer sleeps, lets them go on when it wakes, looks at the way out
 * again and reports; powers them down before it goes down. Machines that a sleep left paused, because
 * this program ended meanwhile, go on at once. `isOurs`: asked each time whether nobody else does so.
 * Gives the function that ends the care.
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
