import { createNetdClient } from "../../adapters/root/netd-client.ts";
import { sshConfigFiles } from "../../adapters/ssh/config-file.ts";
import { fail, type Result } from "../../contract/errors/app-error.ts";
import type { InventoryEntry } from "../../contract/lan/inventory.ts";
import { readInventory } from "../lan/inventory.ts";
import type { Foundation } from "./foundation.ts";

/** Returns the function that reads the inventory, wired to the real adapters. */
export function createInventory({
  env,
  paths,
  lanFolder,
}: Foundation): () => Promise<Result<readonly InventoryEntry[]>> {
  // Reading must never start netd.
  const netd = createNetdClient(lanFolder, async () => fail("netd-gone", {}));
  return () =>
    readInventory({
      netd,
      places: { netdFolder: lanFolder(), paths, sshConfig: sshConfigFiles(env, paths) },
    });
}
