import {
  borrowDevice,
  checkDevice,
  type FreeDevice,
} from "../../../adapters/image/block-device.ts";
import { checkDiskFile } from "../../../adapters/image/disk-image.ts";
import { netdFolder } from "../../../adapters/root/netd-folder.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import type { MachinesParts } from "../../registry/parts.ts";

/**
 * Checks that a machine can run from its disk now: a file that may be read and written, or a disk of
 * the host (given back) that is still the one it was, and that nothing uses.
 */
export async function checkMachineDisk({ disk }: MachineFile): Promise<Result<FreeDevice | null>> {
  if (disk.device === undefined) {
    const file = await checkDiskFile(disk.path);
    return file.ok ? ok(null) : file;
  }
  const found = await checkDevice(disk.path);
  if (!found.ok || found.value.bytes === disk.device.bytes) return found;
  return fail("device-changed", {
    path: disk.path,
    was: disk.device.bytes,
    now: found.value.bytes,
  });
}

/**
 * Returns what QEMU must hold while it runs from a disk of the host; null: nothing. It may ask
 * root.
 */
export async function borrowDisk(
  parts: MachinesParts,
  machine: MachineFile,
  device: FreeDevice | null,
): Promise<Result<number | null>> {
  if (device === null) return ok(null);
  return borrowDevice(netdFolder(parts.uid), device, () => parts.lend(device, machine.name));
}
