import { loadExplain } from "../adapters/store/definition-folder.ts";
import { holdSupervisorLock, isAppRunning } from "../adapters/supervisor/lock.ts";
import { isSupervisorNeeded, watchForSupervisor } from "../adapters/supervisor/watch.ts";
import { careForHostPower } from "../services/app/follow-host-power.ts";
import { superviseResource } from "../services/base/supervise-resource.ts";
import { createFoundation } from "../services/compose/foundation.ts";
import { createServices } from "../services/compose/services.ts";
import { followKnownNetworksAlone } from "../services/uplink/follow-known-networks.ts";

/**
 * Runs while the LAN is on or machines run. It restarts the LAN's switch, and while no app does,
 * applies the uplink choice of a known network on arrival and lets machines sleep and power down
 * with the computer; it shows no prompt.
 */
const foundation = createFoundation(process.env);
const { paths } = foundation;

// Loaded at once: an update may replace the files on the disk before they are needed.
void loadExplain();
const services = createServices(foundation, async () => false);

async function work(): Promise<void> {
  const isOurs = async () => !(await isAppRunning(paths));
  const endCare = careForHostPower(
    async () => services,
    () => {},
    isOurs,
  );
  const watch = watchForSupervisor(paths);
  try {
    await superviseResource(watch, services, () =>
      followKnownNetworksAlone(services.network, isOurs),
    );
  } finally {
    watch.close();
    endCare();
  }
}

// Runs again if a LAN or machine of the last moment relied on the supervisor that was about to end.
while ((await holdSupervisorLock(paths, work)).ok && (await isSupervisorNeeded(paths)));
