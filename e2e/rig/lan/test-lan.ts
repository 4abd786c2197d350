import { existsSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { type Paths, pathsFrom } from "../../../electron/adapters/files/paths.ts";
import { findKnownNetworks } from "../../../electron/adapters/net/known-network.ts";
import { readNetwork } from "../../../electron/adapters/net/read-interfaces.ts";
import { watchNetwork } from "../../../electron/adapters/net/watch-interfaces.ts";
import { createNetdStarter } from "../../../electron/adapters/root/elevate.ts";
import { createNetdClient, type NetdClient } from "../../../electron/adapters/root/netd-client.ts";
import { netdFolder } from "../../../electron/adapters/root/netd-folder.ts";
import {
  createSettingsPort,
  type SettingsStore,
} from "../../../electron/adapters/store/settings-store.ts";
import { aloneOnLan } from "../../../electron/adapters/switch/lock.ts";
import { createVdeSwitch, type VdeSwitch } from "../../../electron/adapters/switch/vde-switch.ts";
import type { NetworkService } from "../../../electron/services/base/interfaces.ts";
import { readMachinesOf } from "../../../electron/services/compose/machines.ts";
import { createOwnLan } from "../../../electron/services/lan/own-lan.ts";
import { createNetworkService } from "../../../electron/services/lan/service.ts";
import { hasFastCables } from "../forms.mjs";
import { netdBundleForTests } from "./netd-bundle.ts";

/** The real network service with all its parts, as root and without the rest of the program. */
export interface TestLan {
  /** The folder of its settings and of the switch's files. */
  readonly home: string;
  readonly network: NetworkService;
  readonly netd: NetdClient;
  readonly vdeSwitch: VdeSwitch;
  readonly settings: SettingsStore;
  readonly folder: string;
  readonly paths: Paths;
  readonly switchFolder: string;
  /** The number of times that the service reported a running switch. */
  switchStarts(): number;
}

/** Wires it with folders of its own, or with those of an earlier one, as after a restart. */
export async function makeLan(
  home = mkdtempSync("/tmp/lan-"),
  program = process.execPath,
): Promise<TestLan> {
  const bundle = await netdBundleForTests();
  const paths = pathsFrom({ HOME: home, XDG_RUNTIME_DIR: home }, 0);
  const folder = netdFolder(0);
  const vdeSwitch = createVdeSwitch(paths.switchFolder, 0);
  const settingsFile = join(home, "settings.json");
  const isNew = !existsSync(settingsFile);
  const settings = createSettingsPort(settingsFile);
  const netd = createNetdClient(
    folder,
    createNetdStarter({ uid: 0, program, bundle, terminal: false }, async () => true),
  );
  let starts = 0;
  const network = createNetworkService({
    netd,
    rootNetd: netd,
    ownLan: createOwnLan(paths.runtime, 0),
    vdeSwitch,
    settings,
    readNetwork,
    findPlaces: findKnownNetworks,
    readMachines: readMachinesOf(paths),
    watchNetwork: (changed) => watchNetwork([folder, paths.switchFolder], changed),
    alone: (work) => aloneOnLan(paths, work),
    switchStarted: async () => {
      starts += 1;
    },
    lanEnding: async () => {},
    lanEnded: async () => {},
  });
  if (isNew && hasFastCables) {
    const chosen = await network.changeLan({ cables: "fast" });
    if (!chosen.ok) throw new Error(JSON.stringify(chosen.error));
  }
  return {
    home,
    network,
    netd,
    vdeSwitch,
    settings,
    folder,
    paths,
    switchFolder: paths.switchFolder,
    switchStarts: () => starts,
  };
}
