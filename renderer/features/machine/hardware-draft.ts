import * as v from "valibot";
import type { ErrorCode } from "../../../electron/contract/errors/app-error.ts";
import {
  type AddMachine,
  addMachineSchema,
  type InstallMachine,
  installMachineSchema,
} from "../../../electron/contract/machine/machine.ts";
import type { Words } from "../../../electron/contract/words/en/english.ts";

/** What stands in the form, as typed. */
export interface Draft {
  readonly name: string;
  readonly disk: string;
  /** The image that it is installed from, where it has no disk yet. */
  readonly cdrom: string;
  /** In GiB: the size of the disk that it gets then. */
  readonly diskBytes: string;
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
  cdrom: "",
  diskBytes: "20",
  address: "",
  memoryMiB: "1024",
  cpus: "1",
  bus: "virtio",
  nic: "virtio",
  acceleration: "auto",
  vncDisplay: "",
};

/** What a disk may hang on, as it is called. */
export const busOptions = [
  ["virtio", "virtio"],
  ["ide", "IDE"],
] as const;
/** The network cards that a machine may have, as they are called. */
export const nicOptions = [
  ["virtio", "virtio"],
  ["e1000", "e1000"],
] as const;

/** The host's limits. */
export interface Limits {
  readonly mostMemoryMiB: number;
  readonly mostCpus: number;
}

/** A whole number, or NaN, which every schema refuses: `Number` alone reads "" as 0. */
export function toNumber(text: string): number {
  return /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
}

/** Whole GiB as bytes, or NaN. */
export function toBytes(gibibytes: string): number {
  return toNumber(gibibytes) * 2 ** 30;
}

/** Where a new machine's disk comes from: a file, a disk of the host, or an installation from a CD. */
export type Origin = "file" | "device" | "cd";

/** What is asked for, or which fields are wrong. */
type Read<T> = { readonly wish: T } | { readonly wrong: ReadonlySet<Field> };

/** Reads a draft as a request for a machine from a disk that exists. */
export function readDraft(draft: Draft, limits: Limits, from: "file" | "device"): Read<AddMachine> {
  const { cdrom: _cd, diskBytes: _size, ...given } = draft;
  const device = from === "device" ? { device: true } : {};
  return judge(
    v.safeParse(addMachineSchema, { ...given, ...numbersOf(draft), ...device }),
    draft,
    limits,
  );
}

/** Reads a draft as a request for a machine that is installed from a CD. */
export function readInstallation(draft: Draft, limits: Limits): Read<InstallMachine> {
  const { disk: _disk, ...given } = draft;
  const diskBytes = toBytes(draft.diskBytes);
  const request = { ...given, ...numbersOf(draft), diskBytes };
  return judge(v.safeParse(installMachineSchema, request), draft, limits);
}

function numbersOf(draft: Draft) {
  return {
    address: draft.address.trim() === "" ? undefined : draft.address.trim(),
    memoryMiB: toNumber(draft.memoryMiB),
    cpus: toNumber(draft.cpus),
    vncDisplay: draft.vncDisplay.trim() === "" ? null : toNumber(draft.vncDisplay),
  };
}

function judge<S extends typeof addMachineSchema | typeof installMachineSchema>(
  parsed: v.SafeParseResult<S>,
  draft: Draft,
  limits: Limits,
): Read<v.InferOutput<S>> {
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
    cdrom: create.diskWrong,
    diskBytes: ui.disks.addSizeWrong,
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
  ["path-not-agreed", "disk"],
  ["address", "address"],
  ["memory-", "memoryMiB"],
  ["cpus-", "cpus"],
  ["vnc-", "vncDisplay"],
];

/** The field that an error belongs to; null: the form as a whole. */
export function fieldOfError(code: ErrorCode): Field | null {
  return prefixes.find(([prefix]) => code.startsWith(prefix))?.[1] ?? null;
}
