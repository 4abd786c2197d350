import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fail, ok, type Result } from "../contract/errors.ts";
import {
  type BrokenTemplate,
  type TemplateFile,
  templateFile,
  templateFileVersion,
} from "../contract/template.ts";
import {
  beginDraft,
  type DefinitionKind,
  definitionIds,
  parseDefinition,
  publishDraft,
  readBackup,
  removeDefinition,
  takeBack,
} from "./definition-folder.ts";
import { fileError } from "./file-error.ts";

/** What the templates' folder holds. */
export interface StoredTemplates {
  readonly templates: readonly TemplateFile[];
  readonly broken: readonly BrokenTemplate[];
}

const fileName = "template.json";

const kind: DefinitionKind<TemplateFile> = {
  fileName,
  schema: templateFile,
  version: templateFileVersion,
  steps: {},
};

/** The image of a template, in its folder and in the draft of one. */
export const baseName = "base.qcow2";

/** The image of a template in the templates' folder. */
export function basePath(folder: string, id: string): string {
  return join(folder, id, baseName);
}

function parseTemplate(text: string, path: string, id: string): Result<TemplateFile> {
  const parsed = parseDefinition(kind, text, id);
  switch (parsed.kind) {
    case "read":
      return ok(parsed.value);
    case "newer":
      return fail("template-file-newer", { path, version: parsed.version });
    default:
      return fail("template-file-corrupt", { path, detail: parsed.detail });
  }
}

/** Reads one template by its id. */
export async function readTemplate(folder: string, id: string): Promise<Result<TemplateFile>> {
  const path = join(folder, id, fileName);
  try {
    return parseTemplate(await readFile(path, "utf8"), path, id);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT"
      ? fail("template-unknown", { name: id })
      : fail("template-file-corrupt", { path, detail: (error as Error).message });
  }
}

/** Reads all templates, sorted by name. One that cannot be read does not hide the others. */
export async function readTemplates(folder: string): Promise<Result<StoredTemplates>> {
  try {
    const templates: TemplateFile[] = [];
    const broken: BrokenTemplate[] = [];
    for (const id of await definitionIds(folder)) {
      const read = await readTemplate(folder, id);
      if (read.ok) templates.push(read.value);
      else broken.push({ id, path: join(folder, id, fileName), problem: read.error });
    }
    templates.sort((a, b) => (a.name < b.name ? -1 : 1));
    broken.sort((a, b) => (a.id < b.id ? -1 : 1));
    return ok({ templates, broken });
  } catch (error) {
    return { ok: false, error: fileError(folder, error) };
  }
}

/** Makes the folder in which a template takes shape, which may take hours. */
export async function beginTemplate(folder: string, id: string): Promise<Result<string>> {
  try {
    return ok(await beginDraft(folder, id));
  } catch (error) {
    return { ok: false, error: fileError(folder, error) };
  }
}

/** Turns a draft that holds its base into a template, by rename: it is listed whole or not at all. */
export async function finishTemplate(
  folder: string,
  draft: string,
  template: TemplateFile,
): Promise<Result<void>> {
  try {
    await publishDraft(folder, draft, fileName, template);
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(folder, error) };
  }
}

/**
 * Puts the last good definition in the place of one that cannot be read; gives its name and where
 * the other one was kept. The caller holds the registry's lock.
 */
export async function recoverTemplate(
  folder: string,
  id: string,
): Promise<Result<{ readonly name: string; readonly kept: string }>> {
  const path = join(folder, id, fileName);
  const read = await readTemplate(folder, id);
  if (read.ok) return fail("file-not-broken", { path });
  if (read.error.code === "template-file-newer") return read;
  const good = await readBackup(kind, folder, id);
  if (good === null) return fail("backup-missing", { path });
  try {
    return ok({ name: good.value.name, kept: await takeBack(path, good.text) });
  } catch (error) {
    return { ok: false, error: fileError(folder, error) };
  }
}

/** Removes a template, which vanishes from the list at once. */
export async function removeTemplate(folder: string, id: string): Promise<Result<void>> {
  try {
    await removeDefinition(folder, id);
    return ok(undefined);
  } catch (error) {
    return { ok: false, error: fileError(folder, error) };
  }
}
