/**
 * The network service as a program: each argument is a desired state (`up`, `down`, `read`, `set IFACE`),
 * carried out one after the other. `up,up` makes two at once. Prints one line of JSON for each.
 */

import { pathsFrom } from "../../../electron/adapters/files/paths.ts";
import { findKnownNetworks } from "../../../electron/adapters/net/known-network.ts";
import { readNetwork } from "../../../electron/adapters/net/read-interfaces.ts";
import { watchNetwork } from "../../../electron/adapters/net/watch-interfaces.ts";
import { createNetdStarter } from "../../../electron/adapters/root/elevate.ts";
import { createNetdClient } from "../../../electron/adapters/root/netd-client.ts";
import { netdFolder } from "../../../electron/adapters/root/netd-folder.ts";
import { createSettingsPort } from "../../../electron/adapters/store/settings-store.ts";
import { aloneOnLan } from "../../../electron/adapters/switch/lock.ts";
import { createVdeSwitch } from "../../../electron/adapters/switch/vde-switch.ts";
import { readMachinesOf } from "../../../electron/services/compose/machines.ts";
import { createOwnLan } from "../../../electron/services/lan/own-lan.ts";
import { createNetworkService } from "../../../electron/services/lan/service.ts";

const uid = process.getuid?.() ?? 0;
const paths = pathsFrom(process.env, uid);
const bundle = process.env["NETD_BUNDLE"] ?? "";
const folder = netdFolder(uid);
const netd = createNetdClient(
  folder,
  createNetdStarter(
    {
      uid,
      program: process.execPath,
      bundle,
      terminal: false,
      promptSeconds: Number(process.env["PROMPT_SECONDS"] ?? 180),
    },
    async (prompt) => {
      if (process.env["TELL_PROMPTS"] === "1") console.log(JSON.stringify(prompt));
      return true;
    },
  ),
);
const network = createNetworkService({
  ...{ netd, rootNetd: netd, ownLan: createOwnLan(paths.runtime, uid) },
  vdeSwitch: createVdeSwitch(paths.switchFolder, uid),
  settings: createSettingsPort(paths.settingsFile),
  readNetwork,
  findPlaces: findKnownNetworks,
  readMachines: readMachinesOf(paths),
  watchNetwork: (changed) => watchNetwork([folder], changed),
  alone: (work) => aloneOnLan(paths, work),
  switchStarted: async () => {},
  lanEnding: async () => {},
  lanEnded: async () => {},
});

function carryOut(desired: string): Promise<unknown> {
  const [verb, name = ""] = desired.split(" ");
  if (verb === "up") return network.up();
  if (verb === "down") return network.down();
  if (verb === "set") return network.setUplink({ mode: "pinned", interface: name });
  return network.read();
}

for (const desired of process.argv.slice(2)) {
  const results = await Promise.all(desired.split(",").map(carryOut));
  for (const result of results) console.log(JSON.stringify(result));
}
