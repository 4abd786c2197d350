import { join } from "node:path";
import type { Paths } from "../../adapters/files/paths.ts";
import { removeUnfinished } from "../../adapters/files/unfinished-files.ts";
import { discardOldDownloads } from "../../adapters/http/download-files.ts";
import { definitionIds, removeLeftovers } from "../../adapters/store/definition-folder.ts";
import { endOpenMoves } from "../template/move.ts";

/**
 * Removes what earlier runs that were killed have left half-made: machines and templates that never
 * came to be, exports, disks that were being made independent, images that were being moved; and
 * downloads that nobody took up again. What is in work elsewhere stays.
 */
export async function cleanUpLeftovers(paths: Paths): Promise<void> {
  await removeUnfinished(paths.unfinished);
  for (const folder of [paths.machines, paths.templates, paths.trash]) {
    // A folder that is not there has nothing in it.
    await removeLeftovers(folder).catch(() => {});
  }
  const templates = await definitionIds(paths.templates).catch(() => []);
  await endOpenMoves({ paths, uid: process.getuid?.() ?? 0 }, templates);
  await discardOldDownloads(join(paths.cache, "downloads"), Date.now());
}
