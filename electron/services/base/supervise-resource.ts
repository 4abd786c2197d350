import type { SupervisorWatch } from "../../adapters/supervisor/watch.ts";
import type { MachinesService, NetworkService } from "./interfaces.ts";

/**
 * The pauses between attempts, in milliseconds: none at first, then as long as a busy computer may
 * need.
 */
const pauses = [0, 200, 1000, 5000] as const;
/** The pause between later rounds, in ms: the switch may stay broken for days. */
const restMs = 30_000;

/** The services by which the supervisor acts. */
interface SupervisedServices {
  readonly network: Pick<NetworkService, "mend">;
  readonly machines: Pick<MachinesService, "settleCables" | "endAbandonedCaptures">;
}

/**
 * Keeps the LAN's switch, whose return plugs the running machines in again; ends when the LAN is
 * off and no machine runs. Cables with weather are kept carried. Without netd it waits, because it must not ask for a password;
 * `followPlaces` runs while the LAN is on, and returns the function that ends it.
 */
export async function superviseResource(
  watch: Pick<SupervisorWatch, "look" | "change">,
  { network, machines }: SupervisedServices,
  followPlaces: () => () => void,
): Promise<void> {
  let restUntil = 0;
  let endFollowing: (() => void) | null = null;
  for (;;) {
    const { lan, machinesRun, hasLooseCable, hasAbandonedCapture } = await watch.look();
    if (lan !== "off") endFollowing ??= followPlaces();
    else {
      endFollowing?.();
      endFollowing = null;
      if (!machinesRun) return;
    }
    if (lan === "ill" && Date.now() >= restUntil && !(await bringBack(network))) {
      restUntil = Date.now() + restMs;
    }
    if (hasLooseCable) await machines.settleCables();
    if (hasAbandonedCapture) await machines.endAbandonedCaptures();
    await watch.change();
  }
}

/** Tells whether the switch works again, by us or by another process, or is not needed any more. */
async function bringBack(network: Pick<NetworkService, "mend">): Promise<boolean> {
  for (const pause of pauses) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    const mended = await network.mend();
    if (mended.ok) return true;
    if (mended.error.code === "netd-gone") return false;
  }
  return false;
}
