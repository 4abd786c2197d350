import { createNetdStarter } from "../adapters/elevate.ts";
import { letKeeperGo, startKeeper } from "../adapters/keeper.ts";
import { aloneOnLan } from "../adapters/lan-lock.ts";
import { createNetdClient, netdFolder } from "../adapters/netd-client.ts";
import { findPlaces } from "../adapters/network-place.ts";
import { readNetwork } from "../adapters/network-read.ts";
import { watchNetwork } from "../adapters/network-watch.ts";
import { pathsFrom } from "../adapters/paths.ts";
import { rootPart } from "../adapters/root-part.ts";
import { createSettingsPort } from "../adapters/settings-store.ts";
import { createVdeSwitch } from "../adapters/vde-switch.ts";
import type { AskConsent } from "../contract/root/root.ts";
import { createMachines, type Environment, readMachinesOf } from "./create-machines.ts";
import { createTemplates } from "./create-templates.ts";
import type { Services } from "./interfaces.ts";
import { createNetworkService } from "./network.ts";

/**
 * All use cases of one user, wired to the real adapters. `consent` is asked before the password is.
 * Nothing is started or watched yet.
 */
export function createServices(env: Environment, consent: AskConsent): Services {
  const uid = process.getuid?.() ?? 0;
  const paths = pathsFrom(env, uid);
  const machines = createMachines(env, consent);
  const settings = createSettingsPort(paths.settingsFile);
  const startNetd = createNetdStarter(rootPart("netd"), consent);
  const netd = createNetdClient(netdFolder(uid), startNetd);
  const network = createNetworkService({
    netd,
    vdeSwitch: createVdeSwitch(paths.switchFolder, uid, async () =>
      (await settings.read()).shareLan ? "kvm" : null,
    ),
    settings,
    readNetwork,
    findPlaces,
    readMachines: readMachinesOf(paths),
    watchNetwork: (changed) => watchNetwork([netd.folder, paths.switchFolder], changed),
    alone: (work) => aloneOnLan(paths, work),
    async switchStarted() {
      void startKeeper(paths);
      await machines.plugAll();
    },
    lanEnded: () => letKeeperGo(paths),
  });
  return { network, machines, templates: createTemplates(env) };
}
