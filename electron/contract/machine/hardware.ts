import * as v from "valibot";
import { formed } from "../base/formed.ts";
import {
  absolutePathSchema,
  ipv4AddressSchema,
  positiveIntegerSchema,
} from "../base/primitives.ts";

export const diskBusSchema = v.picklist(["virtio", "ide"]);
const nicModelSchema = v.picklist(["virtio", "e1000"]);
const accelerationSchema = v.picklist(["auto", "kvm", "tcg"]);
const bootDeviceSchema = v.picklist(["disk", "cdrom"]);
/** The addresses from which a machine may send: its own, or any, as a router or nested machines do. */
const sendAsSchema = v.picklist(["own", "any"]);
/** The choices for a running machine when the computer shuts down. */
export const hostShutdownSchema = v.picklist(["stop", "suspend"]);
export type HostShutdown = v.InferOutput<typeof hostShutdownSchema>;
/** The choices for a running machine that nothing uses. */
export const idleSchema = v.picklist(["never", "suspend", "stop"]);
export type Idle = v.InferOutput<typeof idleSchema>;

/** VNC display N on 127.0.0.1 (TCP port 5900 + N); null for no display. */
const vncDisplaySchema = v.nullable(
  formed("display", v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(99))),
);

/**
 * The occasions on which a setting is asked for: a new machine, one from a template or a project,
 * an existing one.
 */
type Occasion = "new" | "template" | "set";

/** One setting of a machine's hardware, with the facts that interface and files need. */
export interface Setting {
  /** The values that a request may have; null accepts none. */
  readonly schema: v.GenericSchema;
  /** The value of a new machine; undefined if it is computed. */
  readonly usual: string | number | null | undefined;
  readonly occasions: readonly Occasion[];
  /** The part of `machine.json` that holds it; absent if it is at the top level. */
  readonly part?: "disk" | "network";
  /** Omitted from `machine.json` where it has its usual value, so that older files stay valid. */
  readonly isLeftOut?: true;
  /** True if it can change while the machine runs (services/machine/change/edit.ts does it). */
  readonly isLive?: true;
  /** The option of the command; of a template's settings also the key in `virtray.yaml`. */
  readonly flag: string;
  /** The placeholder for the option's value in the help, and how that value is parsed. */
  readonly takes: keyof typeof optionKinds;
  readonly help: string;
  /** The help's words for the usual value, and for that of a machine without a template. */
  readonly usually?: string;
  readonly usuallyNew?: string;
  /** The control in the windows' forms; absent if forms do not have it. */
  readonly control?: "number" | "number-or-none" | "text" | "choice";
  /** The host's limit of a number. */
  readonly most?: keyof HostMost;
  /** Whether the form for a new machine folds it away. */
  readonly isAdvanced?: true;
  /** Whether lists of facts show its value unchanged; the others have lines of their own. */
  readonly isFact?: true;
  /** The prefix of the codes of its errors. */
  readonly errors?: string;
}

/** The kinds of option values, by their placeholders in the help. */
export const optionKinds = {
  MiB: "memory",
  n: "number",
  display: "number-or-none",
  file: "file-or-none",
  address: "text",
  device: "text",
  kind: "text",
} as const;

/** The host's limits for one machine. */
export interface HostMost {
  readonly mostMemoryMiB: number;
  readonly mostCpus: number;
}

/**
 * The settings of a machine's hardware, in the order in which options, forms and facts show them.
 * Schemas, options, forms and files are made from these rows; their words are in
 * `words/LANGUAGE/hardware.ts`, and `core/machine/hardware-options.ts` turns them into QEMU's
 * options and libvirt's XML.
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
    help: "boot from this device first",
  },
  sendAs: {
    schema: sendAsSchema,
    usual: "own",
    occasions: ["new", "template", "set"],
    isLeftOut: true,
    flag: "send-as",
    takes: "kind",
    help: "addresses from which the machine may send through a fast cable",
    usually: "own",
    control: "choice",
    isAdvanced: true,
  },
  hostShutdown: {
    schema: hostShutdownSchema,
    usual: "stop",
    occasions: ["set"],
    isLeftOut: true,
    isLive: true,
    flag: "host-shutdown",
    takes: "kind",
    help: "what happens to the machine when this computer shuts down",
  },
  idle: {
    schema: idleSchema,
    usual: "never",
    occasions: ["set"],
    isLeftOut: true,
    isLive: true,
    flag: "idle",
    takes: "kind",
    help: "what happens to the machine when nothing uses it",
  },
  idleMinutes: {
    schema: positiveIntegerSchema,
    usual: 30,
    occasions: ["set"],
    isLeftOut: true,
    isLive: true,
    flag: "idle-minutes",
    takes: "n",
    help: "minutes without use after which that happens",
  },
} as const satisfies Readonly<Record<string, Setting>>;

export type Rows = typeof hardware;
export type HardwareField = keyof Rows;
/** The fields whose rows match a description. */
export type FieldsWith<Description> = {
  [F in HardwareField]: Rows[F] extends Description ? F : never;
}[HardwareField];
/** The fields that an occasion asks for. */
export type Asked<O extends Occasion> = {
  [F in HardwareField]: O extends Rows[F]["occasions"][number] ? F : never;
}[HardwareField];

/** The fields that the windows' forms have. */
export type FormField = FieldsWith<{ readonly control: string }>;
/** The fields that can change while the machine runs. */
export type LiveField = FieldsWith<{ readonly isLive: true }>;
export type HardwareValue<F extends HardwareField> = v.InferOutput<Rows[F]["schema"]>;

/** Returns a setting's row by the type that all rows have in common. */
export function settingOf(field: HardwareField): Setting {
  return hardware[field];
}

export const hardwareFields = Object.keys(hardware) as readonly HardwareField[];

/** Returns the fields that an occasion asks for, in order. */
export function fieldsOn<O extends Occasion>(occasion: O): readonly Asked<O>[] {
  const isAsked = (field: HardwareField): field is Asked<O> =>
    settingOf(field).occasions.includes(occasion);
  return hardwareFields.filter(isAsked);
}

/** Returns the fields of a form for an occasion, in order. */
export function formFieldsOn<O extends Occasion>(occasion: O): readonly (Asked<O> & FormField)[] {
  const isInForm = (field: Asked<O>): field is Asked<O> & FormField =>
    settingOf(field).control !== undefined;
  return fieldsOn(occasion).filter(isInForm);
}

/** Returns the values to choose from; null if the setting is not a choice. */
export function choicesOf(field: HardwareField): readonly string[] | null {
  const { schema } = settingOf(field);
  return "options" in schema ? (schema.options as readonly string[]) : null;
}
