import * as v from "valibot";
import {
  type AddTemplateInput,
  addTemplateSchema,
  type CatalogueEntry,
} from "../../../electron/contract/template/template.ts";
import { freeName } from "../../free-name.ts";

export const originKinds = ["catalogue", "file", "url", "machine"] as const;
export type OriginKind = (typeof originKinds)[number];

/** The form's texts as typed; an empty name stands for the proposed one. */
export interface TemplateDraft {
  readonly kind: OriginKind;
  readonly catalogue: string;
  readonly file: string;
  readonly url: string;
  readonly sum: string;
  readonly machine: string;
  readonly name: string;
  readonly user: string;
}
export type TemplateField = Exclude<keyof TemplateDraft, "kind">;

export const emptyTemplateDraft: TemplateDraft = {
  kind: "catalogue",
  catalogue: "",
  file: "",
  url: "",
  sum: "",
  machine: "",
  name: "",
  user: "",
};

/** The catalogue and the names that a draft refers to. */
export interface TemplateSurroundings {
  readonly catalogue: readonly CatalogueEntry[];
  readonly machines: readonly { readonly id: string; readonly name: string }[];
  readonly taken: readonly string[];
}

/** Proposes a name from the chosen source; empty if none was chosen. */
export function proposeTemplateName(
  draft: TemplateDraft,
  { machines, taken }: TemplateSurroundings,
): string {
  const { kind } = draft;
  const base =
    kind === "catalogue"
      ? draft.catalogue
      : kind === "machine"
        ? (machines.find(({ id }) => id === draft.machine)?.name ?? "")
        : (draft[kind]
            .replace(/[?#].*$/, "")
            .split("/")
            .at(-1) ?? "");
  return freeName(
    base.replace(/\.(?:qcow2|img|raw|vmdk|vdi|vhdx?|ova|xz|gz|zst|bz2|zip)\b.*$/i, ""),
    taken,
  );
}

function originOf({ kind, ...draft }: TemplateDraft): AddTemplateInput["from"] {
  switch (kind) {
    case "catalogue":
      return { kind, id: draft.catalogue };
    case "file":
      return { kind, path: draft.file.trim() };
    case "machine":
      return { kind, id: draft.machine };
    case "url": {
      const sum = draft.sum.trim();
      const algorithm = sum.length > 64 ? "sha512" : "sha256";
      return {
        kind,
        url: draft.url.trim(),
        ...(sum === "" ? {} : { checksum: { algorithm, sum } }),
      };
    }
  }
}

/** Parses a draft; returns the request for main, or the fields that are wrong. */
export function readTemplateDraft(
  draft: TemplateDraft,
  surroundings: TemplateSurroundings,
): { readonly request: AddTemplateInput } | { readonly wrong: ReadonlySet<TemplateField> } {
  const name = draft.name.trim() || proposeTemplateName(draft, surroundings);
  const user = draft.user.trim();
  const request = { name, from: originOf(draft), ...(user === "" ? {} : { user }) };
  const wrong = new Set<TemplateField>();
  for (const issue of v.safeParse(addTemplateSchema, request).issues ?? []) {
    const path = v.getDotPath(issue) ?? "";
    if (path.startsWith("from.checksum")) wrong.add("sum");
    else if (path.startsWith("from")) wrong.add(draft.kind);
    else wrong.add(path === "user" ? "user" : "name");
  }
  if (draft.kind === "catalogue" && draft.catalogue === "") wrong.add("catalogue");
  if (surroundings.taken.includes(name)) wrong.add("name");
  return wrong.size === 0 ? { request } : { wrong };
}
