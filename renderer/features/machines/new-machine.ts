import * as v from "valibot";
import type { ErrorCode } from "../../../electron/contract/errors.ts";
import { type AddMachine, addMachine } from "../../../electron/contract/machine.ts";
import type { Words } from "../../../electron/contract/words/en.ts";

/** What stands in the form, as typed. */
export interface Draft {
  readonly name: string;
  readonly disk: string;
  readonly address: string;
  readonly memoryMiB: string;
  readonly cpus: string;
  readonly bus: string;
  readonly nic: string;
  readonly acceleration: string;
  readonly vncDisplay: string;
}
export type Field = keyof Draft;

export const emptyDraft: Draft = {
  name: "",
  disk: "",
  address: "",
  memoryMiB: "1024",
  cpus: "1",
  bus: "virtio",
  nic: "virtio",
  acceleration: "auto",
  vncDisplay: "",
};

/** The host's limits. */
export interface Limits {
  readonly mostMemoryMiB: number;
  readonly mostCpus: number;
}

/** A whole number, or NaN, which every schema refuses: `Number` alone reads "" as 0. */
export function toNumber(text: string): number {
  return /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
}

/** Reads a draft as a wish, or says which fields are wrong. `isDevice`: its disk is one of the host’s. */
export function readDraft(
  draft: Draft,
  limits: Limits,
  isDevice = false,
): { readonly wish: AddMachine } | { readonly wrong: ReadonlySet<Field> } {
  const parsed = v.safeParse(addMachine, {
    ...draft,
    ...(isDevice ? { device: true } : {}),
    address: draft.address.trim() === "" ? undefined : draft.address.trim(),
    memoryMiB: toNumber(draft.memoryMiB),
    cpus: toNumber(draft.cpus),
    vncDisplay: draft.vncDisplay.trim() === "" ? null : toNumber(draft.vncDisplay),
  });
  const wrong = new Set<Field>();
  for (const issue of parsed.issues ?? []) {
    const field = v.getDotPath(issue);
    if (field !== null && isField(field)) wrong.add(field);
  }
  if (toNumber(draft.memoryMiB) > limits.mostMemoryMiB) wrong.add("memoryMiB");
  if (toNumber(draft.cpus) > limits.mostCpus) wrong.add("cpus");
  return parsed.success && wrong.size === 0 ? { wish: parsed.output } : { wrong };
}

function isField(text: string): text is Field {
  return Object.hasOwn(emptyDraft, text);
}

/** What to say at a field that cannot be read. */
export function fieldHelp(field: Field, limits: Limits, { ui }: Words): string {
  const { create } = ui;
  const help: Readonly<Partial<Record<Field, string>>> = {
    name: create.nameWrong,
    disk: create.diskWrong,
    address: create.addressWrong,
    memoryMiB: create.memoryWrong(limits.mostMemoryMiB),
    cpus: create.cpusWrong(limits.mostCpus),
    vncDisplay: create.vncWrong,
  };
  return help[field] ?? "";
}

const prefixes: readonly (readonly [prefix: string, field: Field])[] = [
  ["machine-name-", "name"],
  ["disk-", "disk"],
  ["device-", "disk"],
  ["address", "address"],
  ["memory-", "memoryMiB"],
  ["cpus-", "cpus"],
  ["vnc-", "vncDisplay"],
];

/** The field that an error belongs to; null: the form as a whole. */
export function fieldOfError(code: ErrorCode): Field | null {
  return prefixes.find(([prefix]) => code.startsWith(prefix))?.[1] ?? null;
}
