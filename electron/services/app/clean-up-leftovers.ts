import { join } from "node:path";
import type { Paths } from "../../adapters/files/paths.ts";
import { removeUnfinished } from "../../adapters/files/unfinished-files.ts";
import { discardOldDownloads } from "../../adapters/http/download-files.ts";
import { definitionIds, removeLeftovers } from "../../adapters/store/definition-folder.ts";
import { endOpenMoves } from "../template/move.ts";

/**
 * Removes the leftovers of killed runs: incomplete machines and templates, exports, disks and moved
 * images in the making, and downloads that were not resumed. Files that another process works on
 * stay.
 */
export async function cleanUpLeftovers(paths: Paths): Promise<void> {
  await removeUnfinished(paths.unfinished);
  for (const folder of [paths.machines, paths.templates, paths.trash]) {
    // A missing folder has no leftovers.
    await removeLeftovers(folder).catch(() => {});
  }
  const templates = await definitionIds(paths.templates).catch(() => []);
  await endOpenMoves({ paths, uid: process.getuid?.() ?? 0 }, templates);
  await discardOldDownloads(join(paths.cache, "downloads"), Date.now());
}
