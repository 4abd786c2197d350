import * as v from "valibot";
import { formed } from "../base/formed.ts";
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
import { airlockSchema } from "../lan/airlock.ts";
import { portForwardsSchema } from "../lan/forward.ts";
import { type CableView, weatherSchema } from "../lan/weather.ts";
import { uplinkChoiceSchema } from "../uplink/choice.ts";
import { diskBusSchema, type HostMost } from "./hardware.ts";
import { changeEntries, fileEntries, newEntries, partEntries } from "./hardware-entries.ts";
import { markEntries } from "./marks.ts";
import type { GuestSetup } from "./setup.ts";
import { type ShareView, sharesSchema } from "./share.ts";

/** Formats of a machine's disk that QEMU may write to. Found by `qemu-img info`. */
export const diskFormatSchema = v.picklist(["qcow2", "raw"]);
export type DiskFormat = v.InferOutput<typeof diskFormatSchema>;

/** When a machine is started at login. `as-before`: if it was last wanted to run. */
export const autostartWhenSchema = v.picklist(["never", "always", "as-before"]);
export type AutostartWhen = v.InferOutput<typeof autostartWhenSchema>;

/**
 * Whether a machine is started at login, and its turn: small numbers first, equal numbers by name.
 */
export const autostartSchema = v.strictObject({
  when: autostartWhenSchema,
  order: formed("order", v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(99))),
});
export type Autostart = v.InferOutput<typeof autostartSchema>;

/** The autostart of a machine whose file has none. */
export const defaultAutostart: Autostart = { when: "never", order: 50 };

const machineDiskSchema = v.strictObject({
  path: absolutePathSchema,
  format: diskFormatSchema,
  bus: diskBusSchema,
});

/** IDE has two channels for two drives each, and the CD drive takes one. */
export const mostFurtherDisks = 2;

/**
 * A machine type of QEMU with its version, such as `pc-i440fx-7.2`: what `-machine` takes. Letters
 * and signs are those of the types of QEMU and of the distributions that name their own.
 */
export const machineTypeSchema = formed(
  "machine-type",
  v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9._-]{0,63}$/)),
);

/**
 * The record of a machine that is suspended: its memory lies beside its definition, and goes with the
 * disks of that moment only.
 */
const suspendedSchema = v.strictObject({
  /** ISO 8601, UTC. */
  at: formed("time", v.pipe(v.string(), v.isoTimestamp())),
  /** The size of the saved state. */
  bytes: positiveIntegerSchema,
  /** The content of the saved state; left out: an earlier version saved it. */
  memory: v.optional(
    v.strictObject({
      /** SHA-256 of all of the file. */
      sha256: formed("sha256", v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
      /** Size, inode and times of change: while they are these, the file is not read. */
      stamp: v.string(),
    }),
  ),
  accelerator: v.picklist(["kvm", "tcg"]),
  /** Size and time of change of each disk, by which a later change of it is recognised. */
  disks: v.array(v.string()),
});

/** The version of `machine.json` that this program writes. */
export const machineFileVersion = 3;

/** `machine.json`: the definition of one machine. */
export const machineFileSchema = v.strictObject({
  version: v.literal(machineFileVersion),
  id: machineIdSchema,
  name: machineNameSchema,
  /** ISO 8601, UTC. */
  createdAt: formed("time", v.pipe(v.string(), v.isoTimestamp())),
  ...fileEntries,
  /**
   * The machine type that it runs with, so that saved memory loads under a later QEMU; absent until
   * the first start.
   */
  machineType: v.optional(machineTypeSchema),
  disk: v.strictObject({
    ...machineDiskSchema.entries,
    ...partEntries("disk"),
    /**
     * A disk of the host itself, with its size, by which another disk is recognised; absent for a
     * file.
     */
    device: v.optional(v.strictObject({ bytes: positiveIntegerSchema })),
  }),
  /** Further disks, in order; absent if none. */
  disks: v.optional(v.pipe(v.array(machineDiskSchema), v.maxLength(mostFurtherDisks))),
  /** The image in the CD drive, read-only; absent if the machine has no drive. */
  cdrom: v.optional(absolutePathSchema),
  network: v.strictObject({
    ...partEntries("network"),
    mac: macAddressSchema,
    /** Its own uplink; absent if it follows the LAN's. */
    uplink: v.optional(uplinkChoiceSchema),
    /** All that it may reach outside the LAN; absent for no such limit. */
    airlock: v.optional(airlockSchema),
    /** Its cable is pulled until it is plugged in again; absent if it is plugged in. */
    cablePulled: v.optional(v.literal(true)),
    /** The weather of its cable from each start on; absent if none. */
    weather: v.optional(weatherSchema),
    /** Ports of this computer that lead to it; absent if none. */
    forwards: v.optional(portForwardsSchema),
  }),
  /** The template of its linked clone; absent if its disk is independent. */
  template: v.optional(v.strictObject({ id: machineIdSchema, name: templateNameSchema })),
  /** The seed for cloud-init, read-only; absent if none. */
  seed: v.optional(absolutePathSchema),
  /** The user to log in as; absent if unknown. */
  user: v.optional(guestUserSchema),
  /** The private keys to log in with; absent if ssh tries them by itself. */
  identities: v.optional(v.array(absolutePathSchema)),
  ...markEntries,
  /** Folders of this computer inside it; absent if none. Copies of it have none. */
  shares: v.optional(sharesSchema),
  /** Never if absent. */
  autostart: v.optional(autostartSchema),
  /** Absent unless it is suspended. */
  suspended: v.optional(suspendedSchema),
  /**
   * The arrangement of its devices, to which memory fits that is saved: `warmed` for a machine that
   * was created from a warmed template; absent for all others.
   */
  layout: v.optional(v.literal("warmed")),
});
export type MachineFile = v.InferOutput<typeof machineFileSchema>;

/** A request to add a machine with an existing disk. */
export const addMachineSchema = v.strictObject({
  name: machineNameSchema,
  disk: absolutePathSchema,
  /** The disk is one of the host, or a partition; absent for a file. */
  device: v.optional(v.boolean()),
  ...newEntries,
});
export type AddMachine = v.InferOutput<typeof addMachineSchema>;
export type AddMachineInput = v.InferInput<typeof addMachineSchema>;

/** How far a machine is waited for: it answers, takes logins, or has been set up by cloud-init. */
export const readyStages = ["ping", "ssh", "ready"] as const;
export type ReadyStage = (typeof readyStages)[number];

/** A request to change a machine; omitted settings stay. */
export const changeMachineSchema = v.strictObject(changeEntries);
export type ChangeMachine = v.InferOutput<typeof changeMachineSchema>;

/** A further disk: an existing image, or a new empty one of a size. */
export const furtherDiskSchema = v.variant("kind", [
  v.strictObject({
    kind: v.literal("file"),
    path: absolutePathSchema,
    /** Its bus; that of the first disk if absent. */
    bus: v.optional(diskBusSchema),
    /** Its index, at least 1; the last one if absent. */
    place: v.optional(positiveIntegerSchema),
  }),
  v.strictObject({ kind: v.literal("new"), bytes: diskBytesSchema }),
]);
export type FurtherDisk = v.InferOutput<typeof furtherDiskSchema>;

/**
 * A request for a machine that is installed from a CD: as `addMachineSchema`, with another disk.
 */
export const installMachineSchema = v.strictObject({
  ...v.omit(addMachineSchema, ["disk", "device"]).entries,
  cdrom: absolutePathSchema,
  diskBytes: diskBytesSchema,
});
export type InstallMachine = v.InferOutput<typeof installMachineSchema>;

/** One of a machine's disks, as it is now. */
export interface DiskView {
  /** The disk's index; 0 is the one that it boots from. */
  readonly place: number;
  readonly path: string;
  readonly format: DiskFormat;
  readonly bus: "virtio" | "ide";
  /** The size that the guest sees; null: the file cannot be read. */
  readonly virtualBytes: number | null;
  /** The bytes that it takes on the host. */
  readonly bytes: number | null;
}

export const machineStatuses = [
  "stopped",
  "starting",
  "running",
  "paused",
  "stopping",
  "suspended",
  "failed",
] as const;
export type MachineStatus = (typeof machineStatuses)[number];

/** The accelerator of a running machine, and the reason for emulation. */
export interface Accelerator {
  readonly kind: "kvm" | "tcg";
  /** Why KVM is not used although the settings allow it; null if they do not, or if KVM is used. */
  readonly reason: AppError | null;
}

/** A machine as the interface shows it. */
export interface MachineView {
  readonly id: string;
  readonly name: string;
  readonly status: MachineStatus;
  readonly address: string;
  readonly mac: string;
  /**
   * Whether the guest answers at its address; null if unknown (it does not run, or the LAN is off).
   */
  readonly reachable: boolean | null;
  readonly pid: number | null;
  /** Start of the QEMU process, milliseconds since the epoch. */
  readonly startedAt: number | null;
  readonly accelerator: Accelerator | null;
  /** While `stopping`: when the wait for the guest ends, milliseconds since the epoch. */
  readonly stopDeadline: number | null;
  /** How far its set-up by cloud-init is; null if it does not run, has none, or tells nothing. */
  readonly setup: GuestSetup | null;
  /** Why it is `failed`, or what is wrong although it runs. */
  readonly problem: AppError | null;
  /** Absent if its cable is a plain one, or if it does not run. */
  readonly cable?: CableView;
  readonly definition: MachineFile;
  /** Its shared folders as they are now; absent if it has none. */
  readonly shares?: readonly ShareView[];
}

/** Returns the process whose plug in the switch is a machine's; null if it has none. */
export function plugPidOf({ pid, cable }: Pick<MachineView, "pid" | "cable">): number | null {
  return cable === undefined ? pid : cable.plugPid;
}

/**
 * A folder whose `machine.json` cannot be read, which is never overwritten. `name` is the folder's
 * name, the only thing known for sure.
 */
export interface BrokenMachine {
  readonly id: string;
  readonly path: string;
  readonly problem: AppError;
  /** The last good definition, which can be restored; null if there is none. */
  readonly backup: {
    readonly name: string;
    /** Milliseconds since the epoch. */
    readonly savedAt: number;
  } | null;
}

/** The initial values of a form for a new machine. */
export interface MachineProposal extends HostMost {
  /** The next free one; null if none is left. */
  readonly address: string | null;
  /** The guest's network settings besides its address; the gateway is its name server, too. */
  readonly network: {
    readonly netmask: string;
    readonly broadcast: string;
    readonly gateway: string;
  };
}
