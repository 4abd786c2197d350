import * as v from "valibot";
import {
  absolutePathSchema,
  diskBytesSchema,
  guestUserSchema,
  macAddressSchema,
  machineIdSchema,
  machineNameSchema,
  positiveIntegerSchema,
} from "../base/primitives.ts";
import { templateNameSchema } from "../base/template-name.ts";
import type { AppError } from "../errors/app-error.ts";
import { portForwardsSchema } from "../lan/forward.ts";
import { uplinkChoiceSchema } from "../uplink/choice.ts";
import {
  changeEntries,
  diskBusSchema,
  fileEntries,
  type HostMost,
  newEntries,
  partEntries,
} from "./hardware.ts";

/** Formats of a machine's disk that QEMU may write to. Found by `qemu-img info`. */
export const diskFormatSchema = v.picklist(["qcow2", "raw"]);
export type DiskFormat = v.InferOutput<typeof diskFormatSchema>;

/** When a machine is started by itself, at login. `as-before`: if it was wished to run last. */
export const autostartWhenSchema = v.picklist(["never", "always", "as-before"]);
export type AutostartWhen = v.InferOutput<typeof autostartWhenSchema>;

/**
 * Whether a machine is started at login, and its turn among the others: small numbers first, the
 * same number by name.
 */
export const autostartSchema = v.strictObject({
  when: autostartWhenSchema,
  order: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(99)),
});
export type Autostart = v.InferOutput<typeof autostartSchema>;

/** What holds for a machine of which nothing was said. */
export const defaultAutostart: Autostart = { when: "never", order: 50 };

const machineDiskSchema = v.strictObject({
  path: absolutePathSchema,
  format: diskFormatSchema,
  bus: diskBusSchema,
});

/** IDE has two cables of two places each, and the CD drive takes one. */
export const mostFurtherDisks = 2;

/** The version of `machine.json` that this program writes. */
export const machineFileVersion = 2;

/** `machine.json`: the definition of one machine, the truth about what it should be. */
export const machineFileSchema = v.strictObject({
  version: v.literal(machineFileVersion),
  id: machineIdSchema,
  name: machineNameSchema,
  /** ISO 8601, UTC. */
  createdAt: v.pipe(v.string(), v.isoTimestamp()),
  ...fileEntries,
  disk: v.strictObject({
    ...machineDiskSchema.entries,
    ...partEntries("disk"),
    /** A disk of the host itself, and its size, by which another one is noticed; left out: a file. */
    device: v.optional(v.strictObject({ bytes: positiveIntegerSchema })),
  }),
  /** Further disks, in order; left out: none. */
  disks: v.optional(v.pipe(v.array(machineDiskSchema), v.maxLength(mostFurtherDisks))),
  /** The image in the CD drive, read-only; left out: there is no drive. */
  cdrom: v.optional(absolutePathSchema),
  network: v.strictObject({
    ...partEntries("network"),
    mac: macAddressSchema,
    /** Its own way out; left out: the LAN's. */
    uplink: v.optional(uplinkChoiceSchema),
    /** Its cable is pulled, and stays so until somebody plugs it in; left out: it is plugged in. */
    cablePulled: v.optional(v.literal(true)),
    /** Ports of this computer that lead to it; left out: none. */
    forwards: v.optional(portForwardsSchema),
  }),
  /** The template that its disk hangs on; left out: it is independent. */
  template: v.optional(v.strictObject({ id: machineIdSchema, name: templateNameSchema })),
  /** The disk from which cloud-init learns who the guest is, read-only; left out: none. */
  seed: v.optional(absolutePathSchema),
  /** The user to log in as, as far as it is known. */
  user: v.optional(guestUserSchema),
  /** Left out: never. */
  autostart: v.optional(autostartSchema),
});
export type MachineFile = v.InferOutput<typeof machineFileSchema>;

/** What is asked for when a machine is added from an existing disk. */
export const addMachineSchema = v.strictObject({
  name: machineNameSchema,
  disk: absolutePathSchema,
  /** The disk is one of the host itself, or a partition; left out: a file. */
  device: v.optional(v.boolean()),
  ...newEntries,
});
export type AddMachine = v.InferOutput<typeof addMachineSchema>;
export type AddMachineInput = v.InferInput<typeof addMachineSchema>;

/** What is to be different about a machine; what is left out stays. */
export const changeMachineSchema = v.strictObject(changeEntries);
export type ChangeMachine = v.InferOutput<typeof changeMachineSchema>;

/** A further disk: an image that exists, or a new empty one of a size. */
export const furtherDiskSchema = v.variant("kind", [
  v.strictObject({
    kind: v.literal("file"),
    path: absolutePathSchema,
    /** How it is plugged in; left out: as the first disk. */
    bus: v.optional(diskBusSchema),
    /** Its place among the further disks, from 1; left out: the last one. */
    place: v.optional(positiveIntegerSchema),
  }),
  v.strictObject({ kind: v.literal("new"), bytes: diskBytesSchema }),
]);
export type FurtherDisk = v.InferOutput<typeof furtherDiskSchema>;

/** A machine that is to be installed from a CD: what `addMachine` has, but for its disk. */
export const installMachineSchema = v.strictObject({
  ...v.omit(addMachineSchema, ["disk", "device"]).entries,
  cdrom: absolutePathSchema,
  diskBytes: diskBytesSchema,
});
export type InstallMachine = v.InferOutput<typeof installMachineSchema>;

/** One of a machine's disks, as it is now. */
export interface DiskView {
  /** 0: the one that it boots from. */
  readonly place: number;
  readonly path: string;
  readonly format: DiskFormat;
  readonly bus: "virtio" | "ide";
  /** The size that the guest sees; null: the file cannot be read. */
  readonly virtualBytes: number | null;
  /** What it takes here. */
  readonly bytes: number | null;
}

export const machineStatuses = [
  "stopped",
  "starting",
  "running",
  "paused",
  "stopping",
  "failed",
] as const;
export type MachineStatus = (typeof machineStatuses)[number];

/** How a running machine's processor is provided, and why when it is the slow way. */
export interface Accelerator {
  readonly kind: "kvm" | "tcg";
  /** Why KVM is not used although it was not ruled out; null: by choice, or it is KVM. */
  readonly reason: AppError | null;
}

/** A machine as every face shows it. */
export interface MachineView {
  readonly id: string;
  readonly name: string;
  readonly status: MachineStatus;
  readonly address: string;
  readonly mac: string;
  /** Whether the guest answers at its address; null: not known (not running, LAN off). */
  readonly reachable: boolean | null;
  readonly pid: number | null;
  /** Start of the QEMU process, milliseconds since the epoch. */
  readonly startedAt: number | null;
  readonly accelerator: Accelerator | null;
  /** While `stopping`: when the wait for the guest ends, milliseconds since the epoch. */
  readonly stopDeadline: number | null;
  /** Why it is `failed`, or what is wrong although it runs. */
  readonly problem: AppError | null;
  readonly definition: MachineFile;
}

/**
 * A folder whose `machine.json` cannot be read: shown as it is, never overwritten. `name` is
 * the folder's name, the only thing known for sure.
 */
export interface BrokenMachine {
  readonly id: string;
  readonly path: string;
  readonly problem: AppError;
  /** The last good definition, which can be taken back; null: there is none. */
  readonly backup: {
    readonly name: string;
    /** Milliseconds since the epoch. */
    readonly savedAt: number;
  } | null;
}

/** What a form for a new machine begins with. */
export interface MachineProposal extends HostMost {
  /** The next free one; null: none is left. */
  readonly address: string | null;
  /** What a guest is to be told besides its address; the gateway answers questions of names too. */
  readonly network: {
    readonly netmask: string;
    readonly broadcast: string;
    readonly gateway: string;
  };
}
