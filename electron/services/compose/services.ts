import { pathsFrom } from "../../adapters/files/paths.ts";
import { findKnownNetworks } from "../../adapters/net/known-network.ts";
import { readNetwork } from "../../adapters/net/read-interfaces.ts";
import { watchNetwork } from "../../adapters/net/watch-interfaces.ts";
import { rootPart } from "../../adapters/own-install/root-entry.ts";
import { createNetdStarter } from "../../adapters/root/elevate.ts";
import { createNetdClient, netdFolder } from "../../adapters/root/netd-client.ts";
import { createSettingsPort } from "../../adapters/store/settings-store.ts";
import { releaseSupervisor, startSupervisor } from "../../adapters/supervisor/lock.ts";
import { aloneOnLan } from "../../adapters/switch/lock.ts";
import { createVdeSwitch } from "../../adapters/switch/vde-switch.ts";
import type { AskConsent } from "../../contract/root/root.ts";
import type { Environment } from "../base/environment.ts";
import type { Services } from "../base/interfaces.ts";
import { createNetworkService } from "../lan/service.ts";
import { createMachines, readMachinesOf } from "./machines.ts";
import { createTemplates } from "./templates.ts";

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
    findPlaces: findKnownNetworks,
    readMachines: readMachinesOf(paths),
    watchNetwork: (changed) => watchNetwork([netd.folder, paths.switchFolder], changed),
    alone: (work) => aloneOnLan(paths, work),
    async switchStarted() {
      void startSupervisor(paths);
      await machines.plugAll();
    },
    lanEnded: () => releaseSupervisor(paths),
  });
  return { network, machines, templates: createTemplates(env) };
}
