import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { checkBase, sealBase } from "../../../adapters/image/base-image.ts";
import { baseName } from "../../../adapters/image/template-image.ts";
import { abandonDraft } from "../../../adapters/store/definition-folder.ts";
import { takePart } from "../../../adapters/store/incoming-store.ts";
import {
  basePath,
  beginTemplate,
  finishTemplate,
  readTemplates,
} from "../../../adapters/store/template-store.ts";
import { moveBaseName } from "../../../contract/computer/move.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { BaseImage, TemplateFile } from "../../../contract/template/template.ts";
import { fileError } from "../../../core/base/file-error.ts";
import { type MachinesParts, withRegistry } from "../../registry/parts.ts";

/** The template of a machine that came; null: its disk is independent. */
export type FoundTemplate = Result<TemplateFile | null>;

/**
 * Finds the template here whose image is the same as that of a template elsewhere. Null if no
 * template here has it: then the image has to be sent.
 */
export async function findTemplate(
  { paths }: MachinesParts,
  wanted: TemplateFile | null,
): Promise<Result<FoundTemplate | null>> {
  if (wanted === null) return ok(ok(null));
  const stored = await readTemplates(paths.templates);
  if (!stored.ok) return stored;
  for (const each of stored.value.templates) {
    if (!isSameImage(each.base, wanted.base)) continue;
    const intact = await checkBase(basePath(paths.templates, each.id), each.base, []);
    if (intact.ok) return ok(ok(each));
  }
  return ok(null);
}

function isSameImage(a: BaseImage, b: BaseImage): boolean {
  const isSameSum = a.sha256 === undefined || b.sha256 === undefined || a.sha256 === b.sha256;
  return a.fingerprint === b.fingerprint && a.bytes === b.bytes && isSameSum;
}

/** Makes a template of an image that came. It is whole and of use whether the machine follows or not. */
export async function takeTemplate(
  parts: MachinesParts,
  wanted: TemplateFile | null,
  folder: string,
): Promise<FoundTemplate> {
  if (wanted === null) return ok(null);
  const { templates } = parts.paths;
  return withRegistry<TemplateFile>(parts, async () => {
    const stored = await readTemplates(templates);
    if (!stored.ok) return stored;
    const known = [...stored.value.templates, ...stored.value.broken];
    const id = known.some((each) => each.id === wanted.id) ? randomUUID() : wanted.id;
    const begun = await beginTemplate(templates, id);
    if (!begun.ok) return begun;
    const image = join(begun.value, baseName);
    try {
      await takePart(folder, moveBaseName, image);
      const base = await sealBase(image);
      const names = new Set(stored.value.templates.map(({ name }) => name));
      const template = { ...wanted, id, name: freeName(wanted.name, names) };
      const made = !base.ok
        ? base
        : isSameImage(base.value, wanted.base)
          ? await finishTemplate(templates, begun.value, { ...template, base: base.value })
          : fail("move-damaged", { file: moveBaseName });
      if (!made.ok) await abandonDraft(begun.value);
      return made.ok && base.ok ? ok({ ...template, base: base.value }) : (made as Result<never>);
    } catch (error) {
      await abandonDraft(begun.value);
      return { ok: false, error: fileError(templates, error) };
    }
  });
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}-${number}`;
  return free;
}
