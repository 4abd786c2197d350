import { beKeeper, isAppRunning } from "../adapters/keeper.ts";
import { isKeeperNeeded, watchForKeeper } from "../adapters/keeper-watch.ts";
import { pathsFrom } from "../adapters/paths.ts";
import { careForHostPower } from "../services/host-power-care.ts";
import type { Services } from "../services/interfaces.ts";
import { keep } from "../services/keep.ts";

/**
 * What stays while the LAN is on or machines run: brings the LAN's switch back, and lets machines
 * sleep and power down with the computer while no app does. It asks nobody for anything.
 */
const paths = pathsFrom(process.env, process.getuid?.() ?? 0);

async function services(): Promise<Services> {
  // Not needed until something happens: until then it is no memory.
  const { createServices } = await import("../services/create-services.ts");
  return createServices(process.env, async () => false);
}

async function work(): Promise<void> {
  const endCare = careForHostPower(
    services,
    () => {},
    async () => !(await isAppRunning(paths)),
  );
  const watch = watchForKeeper(paths);
  try {
    await keep(watch, async () => (await services()).network);
  } finally {
    watch.close();
    endCare();
  }
}

// Once more if what was started at the last moment relied on the one that was about to end.
while ((await beKeeper(paths, work)).ok && (await isKeeperNeeded(paths)));
