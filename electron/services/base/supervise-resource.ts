import type { SupervisorWatch } from "../../adapters/supervisor/watch.ts";
import type { NetworkService } from "./interfaces.ts";

/** Waits between attempts, in milliseconds: at once, then while a busy computer may need it. */
const pauses = [0, 200, 1000, 5000] as const;
/** After that it is tried again only so often, in ms: it may stay broken for days. */
const restMs = 30_000;

/**
 * Keeps the LAN's switch, whose return plugs the running machines in again; ends when the LAN is off
 * and no machine runs. With netd gone it waits: nobody is asked for a password, and faces tell of it.
 * While the LAN is on, `followPlaces` is under way; it gives the function that ends it.
 */
export async function superviseResource(
  watch: Pick<SupervisorWatch, "look" | "change">,
  network: Pick<NetworkService, "mend">,
  followPlaces: () => () => void,
): Promise<void> {
  let restUntil = 0;
  let endFollowing: (() => void) | null = null;
  for (;;) {
    const { lan, machinesRun } = await watch.look();
    if (lan !== "off") endFollowing ??= followPlaces();
    else {
      endFollowing?.();
      endFollowing = null;
      if (!machinesRun) return;
    }
    if (lan === "ill" && Date.now() >= restUntil && !(await bringBack(network))) {
      restUntil = Date.now() + restMs;
    }
    await watch.change();
  }
}

/** Whether the switch is there again, by us or by another who was quicker, or needed no more. */
async function bringBack(network: Pick<NetworkService, "mend">): Promise<boolean> {
  for (const pause of pauses) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    const mended = await network.mend();
    if (mended.ok) return true;
    if (mended.error.code === "netd-gone") return false;
  }
  return false;
}
