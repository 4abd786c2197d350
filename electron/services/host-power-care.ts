import { watchHostPower } from "../adapters/host-power.ts";
import { type AppError, appError } from "../contract/errors.ts";
import type { Services } from "./interfaces.ts";

/**
 * Pauses machines before the computer sleeps, lets them go on when it wakes, looks at the way out
 * again and reports; powers them down before it goes down. Machines that a sleep left paused, because
 * this program ended meanwhile, go on at once. Gives the function that ends the care.
 */
export function careForHostPower(
  { machines, network }: Pick<Services, "machines" | "network">,
  report: (about: AppError) => void,
  socketPath?: string,
): () => void {
  async function wake(): Promise<void> {
    const { resumed, clocksSet } = await machines.resumeAfterSleep();
    if (resumed === 0) return;
    const { uplink } = await network.read();
    report(appError("host-woke", { resumed, clocksSet, uplink: uplink.active }));
  }
  void wake();
  return watchHostPower(
    {
      beforeSleep: () => machines.pauseForSleep(),
      afterSleep: wake,
      beforeShutdown: async (deadline) => {
        await machines.powerDownAll(deadline);
      },
    },
    socketPath,
  );
}
