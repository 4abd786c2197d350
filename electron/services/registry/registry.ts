import { randomUUID } from "node:crypto";
import * as v from "valibot";
import { withLock } from "../../adapters/files/file-lock.ts";
import { checkDevice, lastingName } from "../../adapters/image/block-device.ts";
import { checkDiskUnlocked, fileIdentity, inspectDisk } from "../../adapters/image/disk-image.ts";
import { machineRuntime, removeRuntime } from "../../adapters/qemu/runtime.ts";
import {
  createMachine,
  readMachines,
  recoverMachine as recoverStored,
  replaceMachine,
} from "../../adapters/store/machine-store.ts";
import { moveToTrash } from "../../adapters/store/trash-store.ts";
import { appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { AddMachine, Autostart, MachineFile } from "../../contract/machine/machine.ts";
import { machineFileSchema } from "../../contract/machine/machine.ts";
import type { MarkMachine } from "../../contract/machine/marks.ts";
import { explainIssue } from "../../core/base/explain-issue.ts";
import { checkNewMachine, macOf } from "../../core/machine/checks.ts";
import { machineDisks } from "../../core/machine/disks.ts";
import { withMarks } from "../../core/machine/marks.ts";
import { newDefinition } from "../../core/machine/new-definition.ts";
import type { FollowOptions } from "../base/interfaces.ts";
import { lookOnLan } from "./lan-addresses.ts";
import {
  findMachine,
  type MachinesParts,
  purposeDelete,
  requireStaying,
  requireUnprotected,
  withRegistry,
  withStoppedMachine,
} from "./parts.ts";
import { purgeTrash } from "./trash.ts";

/** A start under way holds the machine's lock for a second or so. */
const lockWaitMs = 10_000;

/** Checks that no other machine has this disk, whatever the names of the file. */
export async function checkDiskFree(
  { path, format }: Pick<MachineFile["disk"], "path" | "format">,
  machines: readonly MachineFile[],
): Promise<Result<void>> {
  const wanted = await fileIdentity(path);
  for (const machine of machines) {
    for (const disk of machineDisks(machine)) {
      if (wanted !== null && (await fileIdentity(disk.path)) === wanted) {
        return fail("disk-in-use", { path, by: `“${machine.name}”` });
      }
    }
  }
  return checkDiskUnlocked(path, format);
}

/** Returns a new id whose hardware address no machine has: its 24 bits alone could collide. */
export function newId(machines: readonly MachineFile[]): string {
  const taken = new Set(machines.map((machine) => machine.network.mac));
  let id = randomUUID();
  while (taken.has(macOf(id))) id = randomUUID();
  return id;
}

/** The disk as the definition will tell of it. */
async function describeDisk({
  disk,
  device,
  bus,
}: AddMachine): Promise<Result<MachineFile["disk"]>> {
  if (device !== true) {
    const image = await inspectDisk(disk);
    return image.ok ? ok({ path: disk, format: image.value.format, bus }) : image;
  }
  const found = await checkDevice(disk);
  if (!found.ok) return found;
  const { bytes } = found.value;
  return ok({ path: await lastingName(disk), format: "raw", bus, device: { bytes } });
}

/**
 * Makes the definition of a new machine, and keeps it. Everything is checked before anything is
 * written: first the request, then what `prepare` looks at.
 * @param prepare the disk, and the CD if there is one, of the machine with this id
 * @param how `fill` puts what else there is into the machine's folder before it counts
 */
export async function registerMachine(
  parts: MachinesParts,
  request: Omit<AddMachine, "disk" | "device">,
  prepare: (
    id: string,
    machines: readonly MachineFile[],
  ) => Promise<Result<Pick<MachineFile, "disk" | "cdrom">>>,
  {
    fill,
    signal,
  }: { readonly fill?: (draft: string) => Promise<Result<void>> } & Pick<FollowOptions, "signal">,
): Promise<Result<MachineFile>> {
  const occupied = await lookOnLan(parts, request.address);
  return withRegistry(
    parts,
    async () => {
      const stored = await readMachines(parts.paths.machines);
      if (!stored.ok) return stored;
      const { machines } = stored.value;
      const lan = await parts.lanSettings();
      const checked = checkNewMachine(request, machines, lan, parts.host, occupied);
      if (!checked.ok) return checked;
      const id = newId(machines);
      const prepared = await prepare(id, machines);
      if (!prepared.ok) return prepared;
      const { address } = checked.value;
      const given = { id, name: request.name, createdAt: new Date(), address, ...prepared.value };
      const machine = newDefinition(given, request);
      const written = await createMachine(parts.paths.machines, machine, fill, signal);
      return written.ok ? ok(machine) : written;
    },
    signal,
  );
}

/** Adds a machine from an existing disk. */
export function addMachine(
  parts: MachinesParts,
  request: AddMachine,
  { signal }: FollowOptions = {},
): Promise<Result<MachineFile>> {
  const prepare = async (_id: string, machines: readonly MachineFile[]) => {
    const disk = await describeDisk(request);
    if (!disk.ok) return disk;
    const free = await checkDiskFree({ ...disk.value, path: request.disk }, machines);
    return free.ok ? ok({ disk: disk.value }) : free;
  };
  return registerMachine(parts, request, prepare, { signal });
}

/**
 * Puts the last good definition in the place of one that cannot be read, unless another machine
 * has got its name or address meanwhile.
 */
export async function recoverMachine(
  parts: MachinesParts,
  id: string,
): Promise<Result<{ readonly name: string; readonly kept: string }>> {
  return withRegistry(parts, async () => {
    const stored = await readMachines(parts.paths.machines);
    if (!stored.ok) return stored;
    const { machines, broken } = stored.value;
    if (![...machines, ...broken].some((each) => each.id === id)) {
      return fail("machine-unknown", { name: id });
    }
    return recoverStored(parts.paths.machines, id, ({ name, network: { address } }) => {
      const owner = machines.find((each) => each.network.address === address);
      if (machines.some((each) => each.name === name)) return fail("machine-name-taken", { name });
      return owner === undefined
        ? ok(undefined)
        : fail("address-taken", { address, by: owner.name });
    });
  });
}

/** Changes tags, note or protection of a machine, which may run. */
export function markMachine(
  parts: MachinesParts,
  id: string,
  change: MarkMachine,
): Promise<Result<void>> {
  return changeMachineIf(parts, id, (machine) => {
    // There may be too many tags now, though each of them is fit.
    const parsed = v.safeParse(machineFileSchema, withMarks(machine, change));
    return parsed.success
      ? ok(parsed.output)
      : fail("input-invalid", explainIssue(parsed.issues[0]));
  });
}

/**
 * Sets when a machine starts automatically. It may run meanwhile, because QEMU does not depend on
 * it.
 */
export function setAutostart(
  parts: MachinesParts,
  id: string,
  autostart: Autostart,
): Promise<Result<void>> {
  return changeMachine(parts, id, (machine) => ({ ...machine, autostart }));
}

/** Changes the definition of a machine in what its running QEMU does not depend on. */
export function changeMachine(
  parts: MachinesParts,
  id: string,
  change: (machine: MachineFile) => MachineFile,
): Promise<Result<void>> {
  return changeMachineIf(parts, id, (machine) => ok(change(machine)));
}

/** The same of a change that may be refused, in view of all machines. */
export async function changeMachineIf(
  parts: MachinesParts,
  id: string,
  change: (
    machine: MachineFile,
    machines: readonly MachineFile[],
  ) => Result<MachineFile> | Promise<Result<MachineFile>>,
): Promise<Result<void>> {
  return withRegistry(parts, async () => {
    const found = await findMachine(parts.paths, id);
    if (!found.ok) return found;
    const { machine, all } = found.value;
    const busy = () => appError("machine-busy", { name: machine.name });
    const { lock } = machineRuntime(parts.paths, id);
    return withLock(lock, "change", lockWaitMs, busy, async () => {
      const stays = await requireStaying(parts.paths, machine);
      if (!stays.ok) return stays;
      const changed = await change(machine, all.machines);
      return changed.ok ? replaceMachine(parts.paths.machines, changed.value) : changed;
    });
  });
}

/** Moves a machine that is not running to the trash; a disk that was there before it stays. */
export async function deleteMachine(parts: MachinesParts, id: string): Promise<Result<void>> {
  const { paths } = parts;
  const found = await findMachine(paths, id);
  if (!found.ok) return found;
  const { machine } = found.value;
  const free = requireUnprotected(machine);
  if (!free.ok) return free;
  return withRegistry(parts, async () => {
    const moved = await withStoppedMachine(parts, machine, purposeDelete, () =>
      moveToTrash(paths.machines, paths.trash, id, Date.now()),
    );
    // Nobody starts it from here on; and it comes back only under the lock that is held now.
    if (moved.ok) {
      await removeRuntime(machineRuntime(paths, id));
      await purgeTrash(paths);
    }
    return moved;
  });
}
