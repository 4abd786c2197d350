import { join } from "node:path";
import { liesWithin } from "../../adapters/files/draft-files.ts";
import { removeUnfinished } from "../../adapters/files/unfinished-files.ts";
import {
  bringImage,
  endMove,
  isMoveOpen,
  prepareImagesFolder,
} from "../../adapters/image/template-image.ts";
import { readTemplate, readTemplates } from "../../adapters/store/template-store.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { FollowOptions } from "../base/interfaces.ts";
import type { MovedImages } from "../base/template-interfaces.ts";
import { lockRegistry, type MachinesParts, withRegistry } from "../registry/parts.ts";
import type { TemplatesParts } from "./parts.ts";

/** Checks that a folder can hold the images of templates, and makes it unless it is there. */
export async function prepareTemplatesFolder(
  { paths }: MachinesParts,
  folder: string,
): Promise<Result<void>> {
  const own = [paths.machines, paths.trash, paths.templates];
  if (await liesWithin(join(folder, "image"), own)) {
    return fail("templates-folder-own", { path: folder });
  }
  return prepareImagesFolder(folder);
}

/**
 * Brings the images of all templates to the folder that the settings say, or back beside their
 * definitions. Clones keep the path that they know, and may run meanwhile: nobody writes to an
 * image. One after the other is moved whole or not at all; when it is broken off, the rest stays
 * where it is, and works.
 */
export async function moveImages(
  parts: TemplatesParts,
  { signal, onProgress }: FollowOptions = {},
): Promise<Result<MovedImages>> {
  const { paths } = parts;
  const templatesFolder = await parts.templatesFolder();
  const folder = templatesFolder === "" ? null : templatesFolder;
  // This runs even without images to move: the rest of a killed move may be large.
  await removeUnfinished(paths.unfinished);
  const stored = await readTemplates(paths.templates);
  if (!stored.ok) return stored;
  const { templates } = stored.value;
  const whole = templates.reduce((sum, { base }) => sum + base.bytes, 0);
  let passed = 0;
  let moved = 0;
  for (const { id, base } of templates) {
    const definition = join(paths.templates, id);
    const before = passed;
    const brought = await bringImage(definition, id, folder, paths.unfinished, {
      signal,
      onProgress: (fraction) => {
        const doneBytes = Math.round(before + (fraction ?? 0) * base.bytes);
        const how = { doneBytes, totalBytes: whole, fraction: doneBytes / Math.max(whole, 1) };
        onProgress?.({ step: "copy", ...how });
      },
    });
    if (!brought.ok) return brought;
    passed += base.bytes;
    const image = brought.value;
    if (image === null) {
      await endOpenMoves(parts, [id], signal);
      if (signal?.aborted === true) return fail("cancelled", {});
      continue;
    }
    const settle = async () => {
      // It may have been deleted while it was copied.
      const isThere = (await readTemplate(paths.templates, id)).ok;
      if (isThere) return image.settle();
      await image.discard();
      return ok(undefined);
    };
    const settled = await withRegistry<void>(parts, settle, signal);
    if (!settled.ok) {
      await image.discard();
      return settled;
    }
    moved += 1;
  }
  return ok({ moved });
}

/** Completes moves that were killed, so that no image is left without a reference to it. */
export async function endOpenMoves(
  parts: Pick<MachinesParts, "paths" | "uid">,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  for (const id of ids) {
    const definition = join(parts.paths.templates, id);
    if (!(await isMoveOpen(definition))) continue;
    // If it cannot be done now, the next run tries again.
    await lockRegistry(parts, async () => ok(await endMove(definition)), signal);
  }
}
