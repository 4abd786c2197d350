import type { DiskFormat, MachineFile } from "../../contract/machine/machine.ts";

/** One of a machine's disks, as it is passed to QEMU. */
export interface MachineDisk {
  /** QEMU's name for it while the machine runs. */
  readonly node: string;
  readonly path: string;
  readonly format: DiskFormat;
}

/** Returns the disks that a machine writes to, the one that it boots from first. */
export function machineDisks(machine: MachineFile): readonly MachineDisk[] {
  return [machine.disk, ...(machine.disks ?? [])].map(({ path, format }, place) => ({
    node: `disk${place}`,
    path,
    format,
  }));
}
