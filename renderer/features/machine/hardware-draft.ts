import * as v from "valibot";
import type { ErrorCode } from "../../../electron/contract/errors/app-error.ts";
import {
  type FormField,
  formFieldsOn,
  type HostMost,
  settingOf,
} from "../../../electron/contract/machine/hardware.ts";
import {
  type AddMachine,
  addMachineSchema,
  type InstallMachine,
  installMachineSchema,
} from "../../../electron/contract/machine/machine.ts";
import type { Words } from "../../../electron/contract/words/en/english.ts";
import { limitOf } from "../../../electron/contract/words/hardware.ts";

/** The hardware as typed in a form. */
export type HardwareDraft = Readonly<Record<FormField, string>>;

/** A new machine as typed in the form. */
export interface Draft extends HardwareDraft {
  readonly name: string;
  readonly disk: string;
  /** The image that it is installed from, if it has no disk yet. */
  readonly cdrom: string;
  /** The size of its new disk, in GiB. */
  readonly diskBytes: string;
}
export type Field = keyof Draft;

/** Returns the form's text of a value; empty without a value. */
export function draftOf(read: (field: FormField) => unknown): HardwareDraft {
  const texts = formFieldsOn("set").map((field) => [field, String(read(field) ?? "")]);
  return Object.fromEntries(texts) as HardwareDraft;
}

export const emptyDraft: Draft = {
  name: "",
  disk: "",
  cdrom: "",
  diskBytes: "20",
  ...draftOf((field) => settingOf(field).usual),
};

/**
 * Parses a whole number; returns NaN otherwise, which every schema refuses: `Number` alone reads ""
 * as 0.
 */
export function toNumber(text: string): number {
  return /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
}

/** Parses whole GiB and returns bytes, or NaN. */
export function toBytes(gibibytes: string): number {
  return toNumber(gibibytes) * 2 ** 30;
}

/** Where a new machine's disk comes from: a file, a disk of the host, or an installation from a CD. */
export type Origin = "file" | "device" | "cd";

/** The request, or the wrong fields. */
type Read<T> = { readonly request: T } | { readonly wrong: ReadonlySet<Field> };

/** Reads a draft as a request for a machine from a disk that exists. */
export function readDraft(
  draft: Draft,
  limits: HostMost,
  from: "file" | "device",
): Read<AddMachine> {
  const { cdrom: _cd, diskBytes: _size, ...given } = draft;
  const device = from === "device" ? { device: true } : {};
  return judge(
    v.safeParse(addMachineSchema, { ...given, ...readHardware(draft), ...device }),
    draft,
    limits,
  );
}

/** Reads a draft as a request for a machine that is installed from a CD. */
export function readInstallation(draft: Draft, limits: HostMost): Read<InstallMachine> {
  const { disk: _disk, ...given } = draft;
  const diskBytes = toBytes(draft.diskBytes);
  const request = { ...given, ...readHardware(draft), diskBytes };
  return judge(v.safeParse(installMachineSchema, request), draft, limits);
}

/** Parses the text of a setting; the schema refuses what does not parse. */
export function readSetting(field: FormField, typed: string): unknown {
  const { control } = settingOf(field);
  const text = typed.trim();
  if (control === "number" || (control === "number-or-none" && text !== "")) return toNumber(text);
  return control === "number-or-none" ? null : text;
}

/** Returns the typed settings of an occasion; main chooses an address that is left empty. */
function readHardware(draft: Draft) {
  const values = formFieldsOn("new").map((field) => [field, readSetting(field, draft[field])]);
  const address = draft.address.trim() === "" ? undefined : draft.address.trim();
  return { ...Object.fromEntries(values), address };
}

/** Returns the settings that ask for more than this computer has. */
export function tooMuch<F extends FormField>(
  fields: readonly F[],
  draft: Readonly<Record<F, string>>,
  limits: HostMost,
): readonly F[] {
  return fields.filter((field) => {
    const most = limitOf(field, limits);
    return most > 0 && toNumber(draft[field]) > most;
  });
}

function judge<S extends typeof addMachineSchema | typeof installMachineSchema>(
  parsed: v.SafeParseResult<S>,
  draft: Draft,
  limits: HostMost,
): Read<v.InferOutput<S>> {
  const wrong = new Set<Field>(tooMuch(formFieldsOn("new"), draft, limits));
  for (const issue of parsed.issues ?? []) {
    const field = v.getDotPath(issue);
    if (field !== null && isField(field)) wrong.add(field);
  }
  return parsed.success && wrong.size === 0 ? { request: parsed.output } : { wrong };
}

function isField(text: string): text is Field {
  return Object.hasOwn(emptyDraft, text);
}

/** Returns the advice at a field that cannot be read. */
export function fieldHelp(field: Field, limits: HostMost, { ui, hardware }: Words): string {
  switch (field) {
    case "name":
      return ui.create.nameWrong;
    case "disk":
    case "cdrom":
      return ui.create.diskWrong;
    case "diskBytes":
      return ui.disks.addSizeWrong;
    default:
      return hardware[field].wrong?.(limitOf(field, limits)) ?? "";
  }
}

/** Finds the setting that an error belongs to; null if none. */
export function settingOfError(code: ErrorCode): FormField | null {
  const isTheirs = (field: FormField) => {
    const { errors } = settingOf(field);
    return errors !== undefined && code.startsWith(errors);
  };
  return formFieldsOn("set").find(isTheirs) ?? null;
}

const prefixes: readonly (readonly [prefix: string, field: Field])[] = [
  ["machine-name-", "name"],
  ["disk-", "disk"],
  ["device-", "disk"],
  ["path-not-agreed", "disk"],
];

/** Finds the field that an error belongs to; null for the form as a whole. */
export function fieldOfError(code: ErrorCode): Field | null {
  const found = prefixes.find(([prefix]) => code.startsWith(prefix));
  return found?.[1] ?? settingOfError(code);
}
