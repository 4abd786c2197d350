import * as v from "valibot";
import type { DeviceView } from "./device.ts";
import { changeMachine, type MachineFile } from "./machine.ts";
import { machineId, machineName } from "./primitives.ts";
import { type SnapshotView, snapshotId, snapshotName } from "./snapshot.ts";
import type { TrashedMachine } from "./trash.ts";

const one = <A>() => ({ answer: undefined as A });
const byId = v.strictObject({ id: machineId });
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
