import {
  findInventoryDevices,
  findInventoryFiles,
  findInventoryProcesses,
  type InventoryPaths,
} from "../../adapters/doctor/inventory-files.ts";
import {
  expectedListing,
  readFirewall,
  readForwarding,
  readLocalnet,
  readRules,
  readTapSettings,
} from "../../adapters/net/path-probes.ts";
import { readNetwork } from "../../adapters/net/read-interfaces.ts";
import type { NetdClient } from "../../adapters/root/netd-client.ts";
import { ok, type Result } from "../../contract/errors/app-error.ts";
import type { InventoryEntry } from "../../contract/lan/inventory.ts";
import { firewallFacts } from "../../core/lan/firewall-facts.ts";
import { buildInventory } from "../../core/lan/inventory.ts";

/** The sources of the inventory. */
export interface InventoryParts {
  readonly netd: Pick<NetdClient, "status" | "stateFile" | "log">;
  readonly places: InventoryPaths;
}

const netdTimeoutMs = 1000;

/** Lists every rule, route, flag, file and process that is there because of the LAN. */
export async function readInventory(
  parts: InventoryParts,
): Promise<Result<readonly InventoryEntry[]>> {
  const { netd, places } = parts;
  const [stateFile, status, network, rules, log, files] = await Promise.all([
    netd.stateFile(),
    netd.status(netdTimeoutMs),
    readNetwork(),
    readRules(),
    netd.log(),
    findInventoryFiles(places),
  ]);
  if (!network.ok) return network;
  const living = status.ok ? status.value : null;
  const seen = living === null ? await readFirewall() : null;
  const firewall =
    seen === null
      ? (living?.firewall ?? null)
      : firewallFacts(expectedListing(stateFile), seen, stateFile?.wish?.lan.interface ?? "", null);
  return ok(
    buildInventory({
      stateFile: stateFile,
      ...network.value,
      rules,
      forwarding: await readForwarding((stateFile?.flags ?? []).map((flag) => flag.interface)),
      localnet: await readLocalnet(stateFile?.wish?.lan.interface ?? ""),
      settings: await readTapSettings(stateFile?.tap ?? ""),
      firewall,
      log,
      processes: await findInventoryProcesses(places, living?.pid ?? null, log),
      devices: await findInventoryDevices(places),
      files,
    }),
  );
}
