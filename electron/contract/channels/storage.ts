import * as v from "valibot";
import { formed } from "../base/formed.ts";
import {
  absolutePathSchema,
  diskBytesSchema,
  machineIdSchema,
  machineNameSchema,
} from "../base/primitives.ts";
import { machineReferenceSchema } from "../computer/far-machine.ts";
import type { DeviceView } from "../machine/device.ts";
import {
  changeMachineSchema,
  type DiskView,
  furtherDiskSchema,
  installMachineSchema,
  type MachineFile,
  mostFurtherDisks,
} from "../machine/machine.ts";
import { type SnapshotView, snapshotIdSchema, snapshotNameSchema } from "../machine/snapshot.ts";
import type { TrashedMachine } from "../machine/trash.ts";

const one = <A>() => ({ answer: undefined as A });
const byIdSchema = v.strictObject({ id: machineIdSchema });
/** A disk's index; 0 is the disk that a machine boots from. */
const diskIndexSchema = formed(
  "disk-index",
  v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(mostFurtherDisks)),
);
const snapshotSchema = v.strictObject({ id: machineReferenceSchema, snapshot: snapshotIdSchema });

/** The channels of snapshots, disks, the trash and a machine's definition. */
export const storageChannels = {
  "snapshot.list": {
    request: v.strictObject({ id: machineReferenceSchema }),
    ...one<readonly SnapshotView[]>(),
  },
  /** Answers once it is taken; its job shows the progress. */
  "snapshot.take": {
    request: v.strictObject({
      id: machineReferenceSchema,
      name: snapshotNameSchema,
      /** Of a running machine without its memory. */
      diskOnly: v.optional(v.boolean(), false),
    }),
    ...one<void>(),
  },
  "snapshot.restore": { request: snapshotSchema, ...one<void>() },
  "snapshot.delete": { request: snapshotSchema, ...one<void>() },
  /** A machine's own disks, the one that it boots from first. */
  "disk.list": { request: byIdSchema, ...one<readonly DiskView[]>() },
  "disk.grow": {
    request: v.strictObject({
      id: machineIdSchema,
      place: diskIndexSchema,
      bytes: diskBytesSchema,
    }),
    ...one<void>(),
  },
  "disk.add": {
    request: v.strictObject({ id: machineIdSchema, disk: furtherDiskSchema }),
    ...one<void>(),
  },
  /** Removes a further disk; its file stays, at the path that the answer gives. */
  "disk.remove": {
    request: v.strictObject({ id: machineIdSchema, place: diskIndexSchema }),
    ...one<{ readonly path: string }>(),
  },
  /** Gives a stopped machine another file in the place of a disk's that is gone. */
  "disk.replace": {
    request: v.strictObject({
      id: machineIdSchema,
      place: diskIndexSchema,
      path: absolutePathSchema,
    }),
    ...one<void>(),
  },
  /** Creates a machine that is installed from a CD. */
  "machine.install": { request: installMachineSchema, ...one<{ readonly id: string }>() },
  /** The disks and partitions of this computer, also those that no machine may have. */
  "device.list": { request: v.undefined(), ...one<readonly DeviceView[]>() },
  "trash.list": { request: v.undefined(), ...one<readonly TrashedMachine[]>() },
  "trash.restore": { request: byIdSchema, ...one<void>() },
  "trash.empty": { request: v.undefined(), ...one<void>() },
  "machine.rename": {
    request: v.strictObject({ id: machineIdSchema, name: machineNameSchema }),
    ...one<MachineFile>(),
  },
  "machine.set": {
    request: v.strictObject({ id: machineIdSchema, change: changeMachineSchema }),
    ...one<MachineFile>(),
  },
  /** Answers once the copy exists; its job shows the progress. */
  "machine.clone": {
    request: v.strictObject({ id: machineIdSchema, name: machineNameSchema }),
    ...one<{ readonly id: string }>(),
  },
  /**
   * Asks for a file, and answers once the export is written or was cancelled. `libvirt`: adds a
   * definition for `virsh define`, and the seed that it names.
   */
  "machine.export": {
    request: v.strictObject({ id: machineIdSchema, libvirt: v.boolean() }),
    ...one<void>(),
  },
} as const;
