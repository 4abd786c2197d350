import { join } from "node:path";
import { appError, ok, type Result } from "../../contract/errors/app-error.ts";
import {
  type BrokenTemplate,
  type TemplateFile,
  templateFileSchema,
  templateFileVersion,
} from "../../contract/template/template.ts";
import { baseName } from "../image/template-image.ts";
import { definitionStore } from "./definition-store.ts";

/** The content of the templates' folder. */
export interface StoredTemplates {
  readonly templates: readonly TemplateFile[];
  readonly broken: readonly BrokenTemplate[];
}

const store = definitionStore<TemplateFile>({
  fileName: "template.json",
  schema: templateFileSchema,
  version: templateFileVersion,
  // Version 2 has more that may be left out, so a file of version 1 is one of version 2.
  steps: { 1: (file) => file },
  errors: { corrupt: "template-file-corrupt", newer: "template-file-newer" },
});

/** Returns the image of a template, or the link to it, in the templates' folder. */
export function basePath(folder: string, id: string): string {
  return join(folder, id, baseName);
}

/** Reads one template by its id. */
export function readTemplate(folder: string, id: string): Promise<Result<TemplateFile>> {
  return store.read(folder, id, appError("template-unknown", { name: id }));
}

/** Reads all templates, sorted by name. One that cannot be read does not hide the others. */
export async function readTemplates(folder: string): Promise<Result<StoredTemplates>> {
  const stored = await store.readAll(folder);
  if (!stored.ok) return stored;
  return ok({ templates: stored.value.definitions, broken: stored.value.broken });
}

/** The rest of the store, as DefinitionStore says. */
export const {
  begin: beginTemplate,
  finish: finishTemplate,
  recover: recoverTemplate,
  remove: removeTemplate,
} = store;
