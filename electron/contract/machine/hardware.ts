import * as v from "valibot";
import {
  absolutePathSchema,
  ipv4AddressSchema,
  positiveIntegerSchema,
} from "../base/primitives.ts";

export const diskBusSchema = v.picklist(["virtio", "ide"]);
const nicModelSchema = v.picklist(["virtio", "e1000"]);
const accelerationSchema = v.picklist(["auto", "kvm", "tcg"]);
const bootDeviceSchema = v.picklist(["disk", "cdrom"]);

/** VNC display N on 127.0.0.1 (TCP port 5900 + N); null: no display. */
const vncDisplaySchema = v.nullable(
  v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(99)),
);

/** Who may be told a setting: a new machine, one from a template or a project, one that exists. */
type Occasion = "new" | "template" | "set";

/** One setting of a machine's hardware: all that its faces and files need to know of it. */
interface Setting {
  /** The values that may be asked for; null asks for none. */
  readonly schema: v.GenericSchema;
  /** The value that a new machine gets; undefined: it is worked out. */
  readonly usual: string | number | null | undefined;
  readonly occasions: readonly Occasion[];
  /** The part of `machine.json` that has it; left out: it stands at the top. */
  readonly part?: "disk" | "network";
  /** Left out of `machine.json` where it has its usual value, so that older files stay valid. */
  readonly isLeftOut?: true;
  /** Whether it can change while the machine runs (services/machine/change/edit.ts does it). */
  readonly isLive?: true;
  /** The option of the command; of a template's settings also the key in `virtray.yaml`. */
  readonly flag: string;
  /** The word for the option's value in the help, and how that value is read. */
  readonly takes: keyof typeof optionKinds;
  readonly help: string;
  /** The words for the usual value in the help, and for that of a machine without a template. */
  readonly usually?: string;
  readonly usuallyNew?: string;
  /** How the windows' forms ask for it; left out: they do not. */
  readonly control?: "number" | "number-or-none" | "text" | "choice";
  /** The host's limit of a number. */
  readonly most?: keyof HostMost;
  /** Whether the form for a new machine folds it away. */
  readonly isAdvanced?: true;
  /** Whether lists of facts show its value as it is; the others have lines of their own. */
  readonly isFact?: true;
  /** The beginning of the codes of errors that belong to it. */
  readonly errors?: string;
}

/** The kinds of values of options, by the word for them in the help. */
export const optionKinds = {
  MiB: "memory",
  n: "number",
  display: "number-or-none",
  file: "file-or-none",
  address: "text",
  device: "text",
  kind: "text",
} as const;

/** What this computer has for one machine at most. */
export interface HostMost {
  readonly mostMemoryMiB: number;
  readonly mostCpus: number;
}

/**
 * The settings of a machine's hardware, in the order in which options, forms and facts show them.
 * Schemas, options, forms and files are made from these rows; the words stand in `words/LANGUAGE/hardware.ts`,
 * and `core/machine/hardware-options.ts` tells how each becomes QEMU's options and libvirt's XML.
 */
export const hardware = {
  memoryMiB: {
    schema: positiveIntegerSchema,
    usual: 1024,
    occasions: ["new", "template", "set"],
    flag: "memory",
    takes: "MiB",
    help: "memory, in MiB or such as 2G",
    usually: "1024, or what the template needs",
    usuallyNew: "1024",
    control: "number",
    most: "mostMemoryMiB",
    errors: "memory-",
  },
  cpus: {
    schema: positiveIntegerSchema,
    usual: 1,
    occasions: ["new", "template", "set"],
    flag: "cpus",
    takes: "n",
    help: "processors",
    usually: "1",
    control: "number",
    most: "mostCpus",
    isFact: true,
    errors: "cpus-",
  },
  address: {
    schema: ipv4AddressSchema,
    usual: undefined,
    occasions: ["new", "template", "set"],
    part: "network",
    flag: "address",
    takes: "address",
    help: "address in the LAN",
    usually: "the next free one",
    control: "text",
    errors: "address",
  },
  bus: {
    schema: diskBusSchema,
    usual: "virtio",
    occasions: ["new", "set"],
    part: "disk",
    flag: "bus",
    takes: "kind",
    help: "bus of the first disk",
    usually: "virtio",
    control: "choice",
    isAdvanced: true,
  },
  nic: {
    schema: nicModelSchema,
    usual: "virtio",
    occasions: ["new", "set"],
    part: "network",
    flag: "nic",
    takes: "kind",
    help: "network card",
    usually: "virtio",
    control: "choice",
    isAdvanced: true,
  },
  acceleration: {
    schema: accelerationSchema,
    usual: "auto",
    occasions: ["new", "set"],
    flag: "accel",
    takes: "kind",
    help: "acceleration",
    usually: "auto",
    control: "choice",
    isAdvanced: true,
  },
  vncDisplay: {
    schema: vncDisplaySchema,
    usual: null,
    occasions: ["new", "set"],
    flag: "vnc",
    takes: "display",
    help: "VNC display on 127.0.0.1, or none",
    usually: "none",
    control: "number-or-none",
    isAdvanced: true,
    errors: "vnc-",
  },
  cdrom: {
    schema: v.nullable(absolutePathSchema),
    usual: null,
    occasions: ["set"],
    isLeftOut: true,
    isLive: true,
    flag: "cdrom",
    takes: "file",
    help: "image in the CD drive, or none",
  },
  boot: {
    schema: bootDeviceSchema,
    usual: "disk",
    occasions: ["set"],
    isLeftOut: true,
    flag: "boot",
    takes: "device",
    help: "what it boots from first",
  },
} as const satisfies Readonly<Record<string, Setting>>;

type Rows = typeof hardware;
export type HardwareField = keyof Rows;
/** The fields whose rows fit a description. */
type FieldsWith<Description> = {
  [F in HardwareField]: Rows[F] extends Description ? F : never;
}[HardwareField];
type Asked<O extends Occasion> = {
  [F in HardwareField]: O extends Rows[F]["occasions"][number] ? F : never;
}[HardwareField];

/** The fields that the windows' forms ask for. */
export type FormField = FieldsWith<{ readonly control: string }>;
/** The fields that can change while the machine runs. */
export type LiveField = FieldsWith<{ readonly isLive: true }>;
export type HardwareValue<F extends HardwareField> = v.InferOutput<Rows[F]["schema"]>;

/** Returns a setting's row by the type that all rows have in common. */
export function settingOf(field: HardwareField): Setting {
  return hardware[field];
}

export const hardwareFields = Object.keys(hardware) as readonly HardwareField[];

/** The fields that are asked for on an occasion, in order. */
export function fieldsOn<O extends Occasion>(occasion: O): readonly Asked<O>[] {
  const isAsked = (field: HardwareField): field is Asked<O> =>
    settingOf(field).occasions.includes(occasion);
  return hardwareFields.filter(isAsked);
}

/** The fields that a form asks for on an occasion, in order. */
export function formFieldsOn<O extends Occasion>(occasion: O): readonly (Asked<O> & FormField)[] {
  const isInForm = (field: Asked<O>): field is Asked<O> & FormField =>
    settingOf(field).control !== undefined;
  return fieldsOn(occasion).filter(isInForm);
}

/** The values that may be chosen from; null: it is no choice. */
export function choicesOf(field: HardwareField): readonly string[] | null {
  const { schema } = settingOf(field);
  return "options" in schema ? (schema.options as readonly string[]) : null;
}

// The compiler cannot follow a loop over the rows, so each of these says what its loop makes.
type Optional<F extends HardwareField> = v.OptionalSchema<Rows[F]["schema"], undefined>;
type Entries = Readonly<Record<string, v.GenericSchema>>;
const entries = (
  fields: readonly HardwareField[],
  write: (row: Setting, field: HardwareField) => readonly [name: string, schema: v.GenericSchema],
): Entries => Object.fromEntries(fields.map((field) => write(settingOf(field), field)));

/** What a new machine may be told; left out: its usual value. */
export const newEntries = entries(fieldsOn("new"), ({ schema, usual, isLeftOut }, field) => [
  field,
  isLeftOut === true ? v.optional(schema) : v.optional(schema, usual),
]) as unknown as {
  readonly [F in Asked<"new">]: Rows[F] extends { readonly isLeftOut: true }
    ? Optional<F>
    : v.OptionalSchema<Rows[F]["schema"], Rows[F]["usual"]>;
};

/** What a machine from a template may be told; left out: the template or the table decides. */
export const templateEntries = entries(fieldsOn("template"), ({ schema }, field) => [
  field,
  v.optional(schema),
]) as unknown as { readonly [F in Asked<"template">]: Optional<F> };

/** What may be different about a machine; left out: it stays. */
export const changeEntries = entries(fieldsOn("set"), ({ schema }, field) => [
  field,
  v.optional(schema),
]) as unknown as { readonly [F in Asked<"set">]: Optional<F> };

/** What a project may tell of its machines, which are made from templates. */
export const projectEntries = entries(fieldsOn("template"), ({ schema, flag }) => [
  flag,
  v.optional(schema),
]) as unknown as { readonly [F in Asked<"template"> as Rows[F]["flag"]]: Optional<F> };

/** What stands at the top of `machine.json`. */
export const fileEntries = entries(
  hardwareFields.filter((field) => settingOf(field).part === undefined),
  ({ schema, isLeftOut }, field) => [field, isLeftOut === true ? v.optional(schema) : schema],
) as unknown as {
  readonly [F in HardwareField as Rows[F] extends { readonly part: string }
    ? never
    : F]: Rows[F] extends { readonly isLeftOut: true } ? Optional<F> : Rows[F]["schema"];
};

/** What stands in a part of `machine.json`. */
export function partEntries<P extends "disk" | "network">(part: P) {
  return entries(
    hardwareFields.filter((field) => settingOf(field).part === part),
    ({ schema }, field) => [field, schema],
  ) as unknown as {
    readonly [F in FieldsWith<{ readonly part: P }>]: Rows[F]["schema"];
  };
}
