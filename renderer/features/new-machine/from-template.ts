import * as v from "valibot";
import type { ErrorCode } from "../../../electron/contract/errors/app-error.ts";
import {
  type CreateFromTemplate,
  createFromTemplateSchema,
  type TemplateView,
} from "../../../electron/contract/template/template.ts";
import type { Words } from "../../../electron/contract/words/en/english.ts";
import { type Limits, toBytes, toNumber } from "../machine/hardware-draft.ts";

/** The form's texts as typed. */
export interface CloneDraft {
  readonly name: string;
  readonly template: string;
  readonly address: string;
  /** In MiB; empty for `usualMemory`. */
  readonly memoryMiB: string;
  readonly cpus: string;
  /** In GiB; empty for the template's own size. */
  readonly diskBytes: string;
  /** Empty for the template's own user. */
  readonly user: string;
  readonly userData: string;
}
export type CloneField = keyof CloneDraft;

export const emptyCloneDraft: CloneDraft = {
  name: "",
  template: "",
  address: "",
  memoryMiB: "",
  cpus: "1",
  diskBytes: "",
  user: "",
  userData: "",
};

/** Returns the memory in MiB that main gives a machine whose draft names none. */
export function usualMemory({ definition }: TemplateView): number {
  return Math.max(1024, definition.minimumMemoryMiB);
}

/** Parses a draft; returns the request for main, or the fields that are wrong. */
export function readCloneDraft(
  draft: CloneDraft,
  sshKeys: readonly string[],
  template: TemplateView | undefined,
  limits: Limits,
): { readonly wish: CreateFromTemplate } | { readonly wrong: ReadonlySet<CloneField> } {
  const filled = (text: string) => (text.trim() === "" ? undefined : text.trim());
  const number = (text: string) => (filled(text) === undefined ? undefined : toNumber(text));
  const size = filled(draft.diskBytes) === undefined ? undefined : toBytes(draft.diskBytes);
  const parsed = v.safeParse(createFromTemplateSchema, {
    name: draft.name.trim(),
    template: draft.template,
    address: filled(draft.address),
    memoryMiB: number(draft.memoryMiB),
    cpus: toNumber(draft.cpus),
    diskBytes: size,
    user: filled(draft.user),
    sshKeys: [...sshKeys],
    userData: filled(draft.userData) === undefined ? undefined : draft.userData,
  });
  const wrong = new Set<CloneField>();
  for (const issue of parsed.issues ?? []) {
    const field = v.getDotPath(issue) ?? "";
    if (Object.hasOwn(emptyCloneDraft, field)) wrong.add(field as CloneField);
  }
  if ((number(draft.memoryMiB) ?? 0) > limits.mostMemoryMiB) wrong.add("memoryMiB");
  if (toNumber(draft.cpus) > limits.mostCpus) wrong.add("cpus");
  if (size !== undefined && template !== undefined && size < template.virtualBytes) {
    wrong.add("diskBytes");
  }
  return parsed.success && wrong.size === 0 ? { wish: parsed.output } : { wrong };
}

/** Returns the words for a field that cannot be read; `leastSize` is the template's, in words. */
export function cloneFieldHelp(
  field: CloneField,
  limits: Limits,
  leastSize: string,
  { ui }: Words,
): string {
  const { create, fromTemplate, templates } = ui;
  const help: Readonly<Record<CloneField, string>> = {
    name: create.nameWrong,
    template: fromTemplate.templateHint,
    address: create.addressWrong,
    memoryMiB: create.memoryWrong(limits.mostMemoryMiB),
    cpus: create.cpusWrong(limits.mostCpus),
    diskBytes: fromTemplate.diskWrong(leastSize),
    user: templates.userWrong,
    userData: fromTemplate.userDataHint,
  };
  return help[field];
}

const prefixes: readonly (readonly [prefix: string, field: CloneField])[] = [
  ["machine-name-", "name"],
  ["template-", "template"],
  ["address", "address"],
  ["memory-", "memoryMiB"],
  ["cpus-", "cpus"],
  ["disk-smaller", "diskBytes"],
  ["user-data-", "userData"],
];

/** Returns the field that an error belongs to; null if it belongs to the form as a whole. */
export function cloneFieldOfError(code: ErrorCode): CloneField | null {
  return prefixes.find(([prefix]) => code.startsWith(prefix))?.[1] ?? null;
}
