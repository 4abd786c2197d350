import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { sealBase } from "../../adapters/image/base-image.ts";
import { baseName, linkDraft } from "../../adapters/image/template-image.ts";
import { abandonDraft } from "../../adapters/store/definition-folder.ts";
import {
  beginTemplate,
  finishTemplate,
  readTemplates,
} from "../../adapters/store/template-store.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import {
  type AddTemplate,
  type TemplateFile,
  templateFileVersion,
} from "../../contract/template/template.ts";
import { nameAnew } from "../../core/base/name-anew.ts";
import type { FollowOptions } from "../base/interfaces.ts";
import { withRegistry } from "../registry/parts.ts";
import { bringImage } from "./bring-image.ts";
import type { TemplatesParts } from "./parts.ts";

async function checkNameFree({ paths }: TemplatesParts, name: string): Promise<Result<void>> {
  const stored = await readTemplates(paths.templates);
  if (!stored.ok) return stored;
  return stored.value.templates.some((template) => template.name === name)
    ? fail("template-name-taken", { name })
    : ok(undefined);
}

/** Makes a template, completely or not at all. */
export async function addTemplate(
  parts: TemplatesParts,
  request: AddTemplate,
  options: FollowOptions = {},
): Promise<Result<TemplateFile>> {
  const { paths } = parts;
  const free = await checkNameFree(parts, request.name);
  if (!free.ok) return free;
  const id = randomUUID();
  const begun = await beginTemplate(paths.templates, id);
  if (!begun.ok) return begun;
  const draft = begun.value;
  const templatesFolder = await parts.templatesFolder();
  const placed =
    templatesFolder === "" ? ok(undefined) : await linkDraft(draft, id, templatesFolder);
  const finished = placed.ok ? await fill(parts, request, draft, id, options) : placed;
  if (finished.ok) return finished;
  await abandonDraft(draft);
  if (options.signal?.aborted === true) return fail("cancelled", {});
  const folder = templatesFolder === "" ? paths.templates : templatesFolder;
  return { ok: false, error: nameAnew(finished.error, draft, folder) };
}

async function fill(
  parts: TemplatesParts,
  request: AddTemplate,
  draft: string,
  id: string,
  options: FollowOptions,
): Promise<Result<TemplateFile>> {
  const origin = await bringImage(parts, request.from, draft, options);
  if (!origin.ok) return origin;
  const image = join(draft, baseName);
  const base = await sealBase(image, options.signal);
  if (!base.ok)
    return { ok: false, error: nameAnew(base.error, image, nameOf(parts, request.from)) };
  const template: TemplateFile = {
    version: templateFileVersion,
    id,
    name: request.name,
    createdAt: new Date().toISOString(),
    source: origin.value.source,
    base: base.value,
    user: request.user ?? origin.value.user,
    minimumMemoryMiB: origin.value.minimumMemoryMiB,
  };
  return withRegistry(
    parts,
    async () => {
      // Another process may have taken the name in between.
      const free = await checkNameFree(parts, request.name);
      if (!free.ok) return free;
      const written = await finishTemplate(parts.paths.templates, draft, template);
      return written.ok ? ok(template) : written;
    },
    options.signal,
  );
}

/** Gives the name that the user gave, for errors about what was made of it. */
function nameOf({ catalogue }: TemplatesParts, from: AddTemplate["from"]): string {
  switch (from.kind) {
    case "file":
      return from.path;
    case "url":
      return from.url;
    case "catalogue":
      return catalogue.find(({ id }) => id === from.id)?.url ?? from.id;
    case "machine":
      return from.id;
  }
}
