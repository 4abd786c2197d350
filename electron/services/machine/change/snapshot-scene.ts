import { join } from "node:path";
import { readSnapshots } from "../../../adapters/image/disk-snapshots.ts";
import type { MachineRuntime } from "../../../adapters/qemu/runtime.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import { joinSnapshots, type Snapshot } from "../../../core/disk/snapshot-tags.ts";
import { type MachineDisk, machineDisks } from "../../../core/machine/disks.ts";
import type { ProcessIdentity } from "../../../system/process-identity.ts";
import { findMachine, type MachinesParts, withMachine } from "../../registry/parts.ts";

/** A machine under its lock, with its disks and snapshots. */
export interface Scene {
  readonly parts: MachinesParts;
  readonly machine: MachineFile;
  /** The folder of its definition. */
  readonly folder: string;
  readonly disks: readonly MachineDisk[];
  readonly all: readonly Snapshot[];
  readonly runtime: MachineRuntime;
  readonly process: ProcessIdentity | null;
}

/** Holds a machine's lock while `work` runs, and reads disks and snapshots under it. */
export async function onScene<T>(
  parts: MachinesParts,
  id: string,
  purpose: string,
  work: (scene: Scene) => Promise<Result<T>>,
): Promise<Result<T>> {
  const found = await findMachine(parts.paths, id);
  if (!found.ok) return found;
  const { machine } = found.value;
  const disks = snapshotDisks(machine);
  if (!disks.ok) return disks;
  return withMachine<T>(parts, machine, purpose, async (process, runtime) => {
    const all = await readAll(disks.value);
    if (!all.ok) return all;
    const folder = join(parts.paths.machines, id);
    return work({ parts, machine, folder, disks: disks.value, all: all.value, runtime, process });
  });
}

/** Returns the snapshot of this id. */
export function findSnapshot(scene: Scene, id: string): Result<Snapshot> {
  const snapshot = scene.all.find((each) => each.id === id);
  return snapshot === undefined ? fail("snapshot-unknown", { name: id }) : ok(snapshot);
}

/** Returns a machine's disks; fails if one of them cannot hold snapshots. */
export function snapshotDisks(machine: MachineFile): Result<readonly MachineDisk[]> {
  const disks = machineDisks(machine);
  const raw = disks.find(({ format }) => format !== "qcow2");
  return raw === undefined ? ok(disks) : fail("snapshot-raw-disk", { path: raw.path });
}

/** Reads the snapshots that the disks hold, oldest first. */
export async function readAll(
  disks: readonly MachineDisk[],
  options: { readonly withSizes?: boolean } = {},
): Promise<Result<readonly Snapshot[]>> {
  const tables = await Promise.all(disks.map(({ path }) => readSnapshots(path, options)));
  const read = [];
  for (const table of tables) {
    if (!table.ok) return table;
    read.push(table.value);
  }
  return ok(joinSnapshots(read));
}
