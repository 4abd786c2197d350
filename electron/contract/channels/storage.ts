import * as v from "valibot";
import { machineId, machineName } from "../base/primitives.ts";
import type { DeviceView } from "../machine/device.ts";
import {
  changeMachine,
  type DiskView,
  furtherDisk,
  installMachine,
  type MachineFile,
  mostFurtherDisks,
} from "../machine/machine.ts";
import { type SnapshotView, snapshotId, snapshotName } from "../machine/snapshot.ts";
import type { TrashedMachine } from "../machine/trash.ts";
import { diskBytes } from "../template/template.ts";

const one = <A>() => ({ answer: undefined as A });
const byId = v.strictObject({ id: machineId });
/** 0: the disk that a machine boots from. */
const diskPlace = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(mostFurtherDisks));
const snapshot = v.strictObject({ id: machineId, snapshot: snapshotId });

/** What a window may ask about snapshots, the trash and a machine's definition. */
export const storageChannels = {
  "snapshot.list": { request: byId, ...one<readonly SnapshotView[]>() },
  /** Answers when it is taken: the jobs tell how far it is. */
  "snapshot.take": {
    request: v.strictObject({ id: machineId, name: snapshotName }),
    ...one<void>(),
  },
  "snapshot.restore": { request: snapshot, ...one<void>() },
  "snapshot.delete": { request: snapshot, ...one<void>() },
  /** A machine's own disks, the one that it boots from first. */
  "disk.list": { request: byId, ...one<readonly DiskView[]>() },
  "disk.grow": {
    request: v.strictObject({ id: machineId, place: diskPlace, bytes: diskBytes }),
    ...one<void>(),
  },
  "disk.add": { request: v.strictObject({ id: machineId, disk: furtherDisk }), ...one<void>() },
  /** Takes a further disk away; its file stays, at the path that is answered. */
  "disk.remove": {
    request: v.strictObject({ id: machineId, place: diskPlace }),
    ...one<{ readonly path: string }>(),
  },
  /** Makes a machine that is installed from a CD. */
  "machine.install": { request: installMachine, ...one<{ readonly id: string }>() },
  /** The disks and partitions of this computer, those too that no machine may have. */
  "device.list": { request: v.undefined(), ...one<readonly DeviceView[]>() },
  "trash.list": { request: v.undefined(), ...one<readonly TrashedMachine[]>() },
  "trash.restore": { request: byId, ...one<void>() },
  "trash.empty": { request: v.undefined(), ...one<void>() },
  "machine.rename": {
    request: v.strictObject({ id: machineId, name: machineName }),
    ...one<MachineFile>(),
  },
  "machine.set": {
    request: v.strictObject({ id: machineId, change: changeMachine }),
    ...one<MachineFile>(),
  },
  /** Answers when the copy is there: the jobs tell how far it is. */
  "machine.clone": {
    request: v.strictObject({ id: machineId, name: machineName }),
    ...one<{ readonly id: string }>(),
  },
  /**
   * Asks for a file, and answers when the export is written, or was not wanted. `libvirt`: with a
   * definition beside it that `virsh define` takes, and the seed that it names.
   */
  "machine.export": {
    request: v.strictObject({ id: machineId, libvirt: v.boolean() }),
    ...one<void>(),
  },
} as const;
