import { join } from "node:path";
import { checkReadable, inspectDisk } from "../../../adapters/image/disk-image.ts";
import { createEmptyDisk, growImage, readDiskSizes } from "../../../adapters/image/disk-size.ts";
import { removeFile } from "../../../adapters/image/unpack-file.ts";
import { commandQemu } from "../../../adapters/qemu/process.ts";
import { replaceMachine } from "../../../adapters/store/machine-store.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import {
  type DiskView,
  type FurtherDisk,
  type InstallMachine,
  type MachineFile,
  mostFurtherDisks,
} from "../../../contract/machine/machine.ts";
import { machineDisks } from "../../../core/machine/disks.ts";
import type { FollowOptions } from "../../base/interfaces.ts";
import { ownDiskName } from "../../registry/linked-disk.ts";
import {
  findMachine,
  type MachinesParts,
  withMachine,
  withRegistry,
  withStoppedMachine,
} from "../../registry/parts.ts";
import { checkDiskFree, registerMachine } from "../../registry/registry.ts";

/** A machine's disks with their sizes, the one that it boots from first. */
export async function listDisks(
  { paths }: MachinesParts,
  id: string,
): Promise<Result<readonly DiskView[]>> {
  const found = await findMachine(paths, id);
  if (!found.ok) return found;
  const { disk, disks = [] } = found.value.machine;
  const views = [disk, ...disks].map(async (each, place): Promise<DiskView> => {
    const sizes = await readDiskSizes(each.path, each.format);
    return {
      place,
      ...each,
      virtualBytes: sizes.ok ? sizes.value.virtualBytes : null,
      bytes: sizes.ok ? sizes.value.bytes : null,
    };
  });
  return ok(await Promise.all(views));
}

/** Makes a disk larger; a running guest learns of it at once. */
export async function growDisk(
  parts: MachinesParts,
  id: string,
  place: number,
  bytes: number,
): Promise<Result<void>> {
  const found = await findMachine(parts.paths, id);
  if (!found.ok) return found;
  const { machine } = found.value;
  const disk = machineDisks(machine)[place];
  if (disk === undefined) return fail("disk-place-unknown", { name: machine.name, place });
  const { node, path, format } = disk;
  if (place === 0 && machine.disk.device !== undefined) return fail("disk-path-invalid", { path });
  return withMachine<void>(parts, machine, "grow", async (process, runtime) => {
    const sizes = await readDiskSizes(path, format);
    if (!sizes.ok) return sizes;
    const now = sizes.value.virtualBytes;
    if (bytes === now) return ok(undefined);
    if (bytes < now) return fail("disk-no-shrink", { asked: bytes, now });
    if (process === null) return growImage(path, format, bytes);
    return commandQemu(runtime, machine.name, async (client) => {
      const grown = await client.execute("block_resize", { "node-name": node, size: bytes });
      return grown.ok ? null : grown.error;
    });
  });
}

/** Gives a stopped machine a further disk: an image that exists, or a new empty one. */
export async function addDisk(
  parts: MachinesParts,
  id: string,
  request: FurtherDisk,
): Promise<Result<MachineFile>> {
  return withRegistry(parts, async () => {
    const found = await findMachine(parts.paths, id);
    if (!found.ok) return found;
    const { machine, all } = found.value;
    const further = machine.disks ?? [];
    if (further.length >= mostFurtherDisks)
      return fail("disks-too-many", { most: mostFurtherDisks });
    return withStoppedMachine<MachineFile>(parts, machine, "disk", async () => {
      const disk =
        request.kind === "file"
          ? await takeFile(request.path, all.machines)
          : await makeFile(parts, machine, request.bytes);
      if (!disk.ok) return disk;
      const { bus, place } = request.kind === "file" ? request : {};
      const added = { ...disk.value, bus: bus ?? machine.disk.bus };
      const changed = {
        ...machine,
        disks: further.toSpliced((place ?? further.length + 1) - 1, 0, added),
      };
      const written = await replaceMachine(parts.paths.machines, changed);
      if (written.ok) return ok(changed);
      if (request.kind === "new") await removeFile(disk.value.path);
      return written;
    });
  });
}

type NewDisk = Result<{ readonly path: string; readonly format: "qcow2" | "raw" }>;

async function takeFile(path: string, machines: readonly MachineFile[]): Promise<NewDisk> {
  const image = await inspectDisk(path);
  if (!image.ok) return image;
  const disk = { path, format: image.value.format };
  const free = await checkDiskFree(disk, machines);
  return free.ok ? ok(disk) : free;
}

/** Makes a disk in the machine's folder, under the first name that is free there. */
async function makeFile(
  { paths }: MachinesParts,
  machine: MachineFile,
  bytes: number,
): Promise<NewDisk> {
  for (let number = 1; ; number += 1) {
    const path = join(paths.machines, machine.id, `disk${number}.qcow2`);
    if ((await checkReadable(path)).ok) continue;
    const made = await createEmptyDisk(path, bytes);
    return made.ok ? ok({ path, format: "qcow2" }) : made;
  }
}

/** Takes a further disk away from a stopped machine; its file stays. */
export async function removeDisk(
  parts: MachinesParts,
  id: string,
  place: number,
): Promise<Result<{ readonly path: string }>> {
  return withRegistry(parts, async () => {
    const found = await findMachine(parts.paths, id);
    if (!found.ok) return found;
    const { machine } = found.value;
    const { disks: further = [], ...bare } = machine;
    const disk = further[place - 1];
    if (disk === undefined) return fail("disk-place-unknown", { name: machine.name, place });
    return withStoppedMachine<{ readonly path: string }>(parts, machine, "disk", async () => {
      const left = further.filter((each) => each !== disk);
      const changed = left.length === 0 ? bare : { ...bare, disks: left };
      const written = await replaceMachine(parts.paths.machines, changed);
      return written.ok ? ok({ path: disk.path }) : written;
    });
  });
}

/**
 * Gives a stopped machine another file as a disk. A linked clone's and one of the host are refused:
 * what belongs to them besides the path would not fit the file.
 */
export async function replaceDisk(
  parts: MachinesParts,
  id: string,
  place: number,
  path: string,
): Promise<Result<MachineFile>> {
  return withRegistry(parts, async () => {
    const found = await findMachine(parts.paths, id);
    if (!found.ok) return found;
    const { machine, all } = found.value;
    const { disk: first, disks: further = [], template } = machine;
    const former = [first, ...further][place];
    if (former === undefined) return fail("disk-place-unknown", { name: machine.name, place });
    if (place === 0 && (template !== undefined || first.device !== undefined)) {
      return fail("disk-path-invalid", { path });
    }
    return withMachine<MachineFile>(parts, machine, "disk", async (process) => {
      if (process !== null) return fail("machine-running", { name: machine.name });
      // The file may be back at its place.
      const taken = await takeFile(path, path === former.path ? [] : all.machines);
      if (!taken.ok) return taken;
      const disk = { ...taken.value, bus: former.bus };
      const changed =
        place === 0 ? { ...machine, disk } : { ...machine, disks: further.with(place - 1, disk) };
      const written = await replaceMachine(parts.paths.machines, changed);
      return written.ok ? ok(changed) : written;
    });
  });
}

/** Makes a machine with an empty disk of its own, which boots from the CD until that is bootable. */
export function installMachine(
  parts: MachinesParts,
  request: InstallMachine,
  { signal }: FollowOptions = {},
): Promise<Result<MachineFile>> {
  return registerMachine(
    parts,
    request,
    async (id) => {
      const readable = await checkReadable(request.cdrom);
      if (!readable.ok) return readable;
      const path = join(parts.paths.machines, id, ownDiskName);
      return ok({ disk: { path, format: "qcow2", bus: request.bus }, cdrom: request.cdrom });
    },
    { fill: (draft) => createEmptyDisk(join(draft, ownDiskName), request.diskBytes), signal },
  );
}
