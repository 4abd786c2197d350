import { pathsFrom } from "../../adapters/files/paths.ts";
import { createNetdClient, netdFolder } from "../../adapters/root/netd-client.ts";
import { sshConfigFiles } from "../../adapters/ssh/config-file.ts";
import { fail, type Result } from "../../contract/errors/app-error.ts";
import type { InventoryEntry } from "../../contract/lan/inventory.ts";
import type { Environment } from "../base/environment.ts";
import { readInventory } from "../lan/inventory.ts";

/** Makes the reading of the inventory, wired to the real adapters. */
export function createInventory(
  env: Environment,
): () => Promise<Result<readonly InventoryEntry[]>> {
  const uid = process.getuid?.() ?? 0;
  const paths = pathsFrom(env, uid);
  // It only reads: nothing is ever started for it.
  const folder = netdFolder(uid);
  const netd = createNetdClient(folder, async () => fail("netd-gone", {}));
  return () =>
    readInventory({
      netd,
      places: { netdFolder: folder, paths, sshConfig: sshConfigFiles(env, paths) },
    });
}
