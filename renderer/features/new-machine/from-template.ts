import * as v from "valibot";
import type { AppError, ErrorCode } from "../../../electron/contract/errors/app-error.ts";
import {
  formFieldsOn,
  type HostMost,
  settingOf,
} from "../../../electron/contract/machine/hardware.ts";
import {
  type CreateFromTemplate,
  createFromTemplateSchema,
  type TemplateView,
} from "../../../electron/contract/template/template.ts";
import { usualPair, whyOther } from "../../../electron/contract/template/warm.ts";
import type { Words } from "../../../electron/contract/words/en/english.ts";
import {
  draftOf,
  fieldHelp,
  readSetting,
  settingOfError,
  toBytes,
  toNumber,
  tooMuch,
} from "../machine/hardware-draft.ts";

export const templateFields = formFieldsOn("template");
export type TemplateField = (typeof templateFields)[number];

/** A template as the form needs it: one of this computer, or of another one. */
export type FormTemplate = Pick<TemplateView, "id" | "name" | "virtualBytes" | "warm"> & {
  readonly definition: Pick<TemplateView["definition"], "user" | "minimumMemoryMiB">;
};

/** The form's texts as typed; a setting that is empty is main's to choose. */
export interface CloneDraft extends Readonly<Record<TemplateField, string>> {
  readonly name: string;
  readonly template: string;
  /** In GiB; empty for the template's own size. */
  readonly diskBytes: string;
  /** Empty for the template's own user. */
  readonly user: string;
  readonly userData: string;
  /** `none`, `host` for the one of the computer that has the machine, or `other`. */
  readonly proxyFrom: string;
  readonly proxy: string;
  /** `yes` or `no`: whether the guest agent is installed. */
  readonly agent: string;
}
export type CloneField = keyof CloneDraft;

export const emptyCloneDraft: CloneDraft = {
  name: "",
  template: "",
  ...draftOf((field) => settingOf(field).usual),
  // Main gives it `usualMemory`.
  memoryMiB: "",
  diskBytes: "",
  user: "",
  userData: "",
  proxyFrom: "none",
  proxy: "",
  agent: "yes",
};

/** Returns the memory in MiB that main gives a machine whose draft names none. */
export function usualMemory({ definition }: FormTemplate): number {
  return usualPair(definition).memoryMiB;
}

/** Returns why the machine of a draft boots; null if it goes on from its template's warmed state. */
export function whyBoots(
  draft: CloneDraft,
  usualSize: string,
  { name, warm, virtualBytes }: FormTemplate,
): AppError | "cold" | null {
  if (warm.length === 0) return "cold";
  return whyOther(
    {
      name,
      memoryMiB: toNumber(draft.memoryMiB),
      cpus: toNumber(draft.cpus),
      diskBytes: draft.diskBytes === usualSize ? virtualBytes : toBytes(draft.diskBytes),
    },
    warm,
  );
}

/** The proxy of a draft; an address that is not typed yet is wrong. */
function proxyOf({ proxyFrom, proxy }: CloneDraft): string | undefined {
  if (proxyFrom === "other") return proxy.trim();
  return proxyFrom === "host" ? "host" : undefined;
}

/** The parts of a request that are chosen, not typed. */
interface Chosen {
  readonly sshKeys: readonly string[];
  readonly certificates: readonly string[];
}

/** Parses a draft; returns the request for main, or the fields that are wrong. */
export function readCloneDraft(
  draft: CloneDraft,
  { sshKeys, certificates }: Chosen,
  template: FormTemplate | undefined,
  limits: HostMost,
): { readonly request: CreateFromTemplate } | { readonly wrong: ReadonlySet<CloneField> } {
  const filled = (text: string) => (text.trim() === "" ? undefined : text.trim());
  const settings = templateFields.map((field) => {
    const isLeft = field !== "cpus" && filled(draft[field]) === undefined;
    return [field, isLeft ? undefined : readSetting(field, draft[field])];
  });
  const size = filled(draft.diskBytes) === undefined ? undefined : toBytes(draft.diskBytes);
  const parsed = v.safeParse(createFromTemplateSchema, {
    name: draft.name.trim(),
    template: draft.template,
    ...Object.fromEntries(settings),
    diskBytes: size,
    user: filled(draft.user),
    sshKeys: [...sshKeys],
    userData: filled(draft.userData) === undefined ? undefined : draft.userData,
    proxy: proxyOf(draft),
    certificates: certificates.length === 0 ? undefined : [...certificates],
    agent: draft.agent === "no" ? false : undefined,
  });
  const wrong = new Set<CloneField>(tooMuch(templateFields, draft, limits));
  for (const issue of parsed.issues ?? []) {
    const field = v.getDotPath(issue) ?? "";
    if (Object.hasOwn(emptyCloneDraft, field)) wrong.add(field as CloneField);
  }
  if (size !== undefined && template !== undefined && size < template.virtualBytes) {
    wrong.add("diskBytes");
  }
  return parsed.success && wrong.size === 0 ? { request: parsed.output } : { wrong };
}

/** Returns the words for a field that cannot be read; `leastSize` is the template's, in words. */
export function cloneFieldHelp(
  field: CloneField,
  limits: HostMost,
  leastSize: string,
  words: Words,
): string {
  const { create, fromTemplate, handedOn, templates } = words.ui;
  switch (field) {
    case "name":
      return create.nameWrong;
    case "template":
      return fromTemplate.templateHint;
    case "diskBytes":
      return fromTemplate.diskWrong(leastSize);
    case "user":
      return templates.userWrong;
    case "userData":
      return fromTemplate.userDataHint;
    case "proxy":
    case "proxyFrom":
      return handedOn.proxyWrong;
    case "agent":
      return handedOn.agentHint;
    default:
      return fieldHelp(field, limits, words);
  }
}

const prefixes: readonly (readonly [prefix: string, field: CloneField])[] = [
  ["machine-name-", "name"],
  ["template-", "template"],
  ["disk-smaller", "diskBytes"],
  ["user-data-", "userData"],
  ["proxy-", "proxyFrom"],
];

/** Returns the field that an error belongs to; null if it belongs to the form as a whole. */
export function cloneFieldOfError(code: ErrorCode): CloneField | null {
  const found = prefixes.find(([prefix]) => code.startsWith(prefix));
  const setting = settingOfError(code);
  return found?.[1] ?? templateFields.find((field) => field === setting) ?? null;
}
