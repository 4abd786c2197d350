import { findKnownNetworks } from "../../adapters/net/known-network.ts";
import { readNetwork } from "../../adapters/net/read-interfaces.ts";
import { watchNetwork } from "../../adapters/net/watch-interfaces.ts";
import { rootPart } from "../../adapters/own-install/root-entry.ts";
import { createNetdStarter, createOwnStarter } from "../../adapters/root/elevate.ts";
import { createNetdClient } from "../../adapters/root/netd-client.ts";
import { netdFolder } from "../../adapters/root/netd-folder.ts";
import { findOwnNetwork, ownNetworkFolder } from "../../adapters/root/own-network.ts";
import { releaseSupervisor, startSupervisor } from "../../adapters/supervisor/lock.ts";
import { aloneOnLan } from "../../adapters/switch/lock.ts";
import type { AskConsent } from "../../contract/root/root.ts";
import type { Services } from "../base/services.ts";
import { createOwnLan } from "../lan/own-lan.ts";
import { createNetworkService } from "../lan/service.ts";
import type { Foundation } from "./foundation.ts";
import { createMachines, readLanMachines } from "./machines.ts";
import { createTemplates } from "./templates.ts";

/**
 * Creates all use cases of one user, wired to the real adapters. `consent` is asked before root's
 * password; nothing is started or watched yet.
 */
export function createServices(foundation: Foundation, consent: AskConsent): Services {
  const { paths, settings, vdeSwitch, lanFolder, uid } = foundation;
  const machines = createMachines(foundation, consent);
  const startNetd = createNetdStarter(rootPart("netd"), consent);
  const startOwn = createOwnStarter(
    rootPart("netd"),
    () => findOwnNetwork(paths.runtime)?.asRoot ?? [],
  );
  const ownLan = createOwnLan(paths.runtime, uid);
  const netd = createNetdClient(lanFolder, (task, lan) =>
    (ownLan.isOpen() ? startOwn : startNetd)(task, lan),
  );
  const network = createNetworkService({
    ...{ netd, ownLan, rootNetd: createNetdClient(netdFolder(uid), startNetd) },
    vdeSwitch,
    settings,
    readNetwork,
    findPlaces: findKnownNetworks,
    readMachines: readLanMachines(foundation),
    watchNetwork: (changed) =>
      watchNetwork([netdFolder(uid), ownNetworkFolder(paths.runtime), paths.switchFolder], changed),
    alone: (work) => aloneOnLan(paths, work),
    async switchStarted() {
      void startSupervisor(paths);
      await machines.plugAll();
    },
    lanEnding: () => machines.letGoOfTaps(),
    lanEnded: () => releaseSupervisor(paths),
  });
  return { network, machines, templates: createTemplates(foundation) };
}
