import { version } from "../../package.json" with { type: "json" };
import { runningMachines } from "../adapters/qemu/runtime.ts";
import { loadExplain } from "../adapters/store/definition-folder.ts";
import { holdSupervisorLock, isAppRunning } from "../adapters/supervisor/lock.ts";
import { isSupervisorNeeded, watchForSupervisor } from "../adapters/supervisor/watch.ts";
import { careForHostPower } from "../services/app/follow-host-power.ts";
import { superviseResource } from "../services/base/supervise-resource.ts";
import { computersOf } from "../services/compose/computers.ts";
import { createFoundation } from "../services/compose/foundation.ts";
import { machinesParts } from "../services/compose/machines.ts";
import { createServices } from "../services/compose/services.ts";
import { createCables } from "../services/computer/cables.ts";
import { keepIdle } from "../services/machine/power/idle.ts";
import { keepShares } from "../services/machine/share/keep.ts";
import { createUsageReader } from "../services/machine/view/usage.ts";
import { followKnownNetworksAlone } from "../services/uplink/follow-known-networks.ts";

/**
 * Runs while the LAN is on or machines run. It restarts the LAN's switch, and while no app does,
 * applies the uplink choice of a known network on arrival and lets machines sleep and power down
 * with the computer; it shows no prompt. Shared folders and idle machines are its own care, with an app or without.
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
  const { look, ...watch } = watchForSupervisor(paths);
  const computers = computersOf(foundation, version);
  const meet = async (name: string) => void (await computers.refresh(name));
  const cables = createCables({ ...foundation, version, meet });
  const endShares = keepShares(machinesParts(foundation));
  const endIdle = keepIdle({
    machines: machinesParts(foundation),
    readUsage: createUsageReader(paths, foundation.vdeSwitch),
    running: () => runningMachines(paths),
  });
  try {
    const lookAtAll = async () => {
      const kept = await look();
      await cables.keep(kept.lan === "well");
      return kept;
    };
    await superviseResource({ ...watch, look: lookAtAll }, services, () =>
      followKnownNetworksAlone(services.network, isOurs),
    );
  } finally {
    cables.close();
    watch.close();
    endShares();
    endIdle();
    endCare();
  }
}

// Runs again if a LAN or machine of the last moment relied on the supervisor that was about to end.
while ((await holdSupervisorLock(paths, work)).ok && (await isSupervisorNeeded(paths)));
