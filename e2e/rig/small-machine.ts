import { join } from "node:path";
import { execa } from "execa";
import type { AddMachine, MachineFile } from "../../electron/contract/machine/machine.ts";
import type { MachinesService } from "../../electron/services/base/interfaces.ts";

/** Creates an empty disk `name.qcow2` in a folder, and returns its path. */
export async function emptyDisk(folder: string, name: string): Promise<string> {
  const path = join(folder, `${name}.qcow2`);
  await execa("qemu-img", ["create", "-q", "-f", "qcow2", path, "16M"]);
  return path;
}

/** Adds a small machine that is emulated, as every computer can; throws if that fails. */
export async function addSmallMachine(
  machines: Pick<MachinesService, "add">,
  request: Pick<AddMachine, "name" | "disk"> & Partial<AddMachine>,
): Promise<MachineFile> {
  const added = await machines.add({
    ...{ memoryMiB: 32, cpus: 1, acceleration: "tcg", bus: "virtio", nic: "virtio" },
    vncDisplay: null,
    ...request,
  });
  if (!added.ok) throw new Error(JSON.stringify(added.error));
  return added.value;
}
