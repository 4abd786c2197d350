import { hardwareFields } from "../../contract/machine/hardware.ts";
import { settingIn, withSettings } from "../../contract/machine/hardware-values.ts";
import type { Accelerator, MachineFile } from "../../contract/machine/machine.ts";
import type { SnapshotHardware } from "../../contract/machine/snapshot.ts";

/** Returns the hardware on which the memory of a running machine loads again. */
export function hardwareOf(
  { memoryMiB, cpus, disk, network, cdrom }: MachineFile,
  machineType: string,
  accelerator: Accelerator["kind"],
): SnapshotHardware {
  return {
    version: 1,
    ...{ machineType, accelerator, memoryMiB, cpus, cdrom: cdrom ?? null },
    ...{ bus: disk.bus, nic: network.nic },
  };
}

/** Returns a machine with the hardware of a snapshot. Its acceleration stays, which is a choice. */
export function withHardware(
  machine: MachineFile,
  { machineType, memoryMiB, cpus, bus, nic, cdrom }: SnapshotHardware,
): MachineFile {
  const changed = withSettings(machine, { memoryMiB, cpus, bus, nic, cdrom });
  return { ...changed, machineType };
}

/** Tells whether a machine has the settings of a snapshot; its type counts not, which nobody sets. */
export function isSameHardware(machine: MachineFile, hardware: SnapshotHardware): boolean {
  const changed = withHardware(machine, hardware);
  return hardwareFields.every((field) => settingIn(changed, field) === settingIn(machine, field));
}

/** The message with which QEMU refuses memory of another machine type (migration/savevm.c). */
const typeMismatch = /Machine type received is '([^']+)' and local is/;

/** Returns the machine type of memory that QEMU refused for it, by its log; null otherwise. */
export function refusedType(log: string): string | null {
  return typeMismatch.exec(log)?.[1] ?? null;
}

/** Tells by QEMU's log whether it does not know the machine type (hw/core/machine.c, vl.c). */
export function isUnknownType(log: string): boolean {
  return /unsupported machine type/.test(log);
}
