import { flattenDisk } from "../../../adapters/image/base-image.ts";
import { readSnapshots } from "../../../adapters/image/disk-snapshots.ts";
import { replaceMachine } from "../../../adapters/store/machine-store.ts";
import { fail, type Result } from "../../../contract/errors/app-error.ts";
import type { FollowOptions } from "../../base/interfaces.ts";
import { diskSource } from "../../registry/linked-disk.ts";
import { findMachine, type MachinesParts, withStoppedMachine } from "../../registry/parts.ts";

/** Makes a stopped machine independent of its template. Takes as long as its disk is large. */
export async function flattenMachine(
  parts: MachinesParts,
  id: string,
  { signal, onProgress }: FollowOptions = {},
): Promise<Result<void>> {
  const found = await findMachine(parts.paths, id);
  if (!found.ok) return found;
  const { machine } = found.value;
  return withStoppedMachine<void>(parts, machine, "flatten", async () => {
    const { template, ...independent } = machine;
    if (template === undefined) return fail("machine-not-linked", { name: machine.name });
    // Snapshots lie within the disk, and a copy of its present content would lose them.
    const snapshots = await readSnapshots(machine.disk.path);
    if (!snapshots.ok) return snapshots;
    if (snapshots.value.length > 0) return fail("machine-has-snapshots", { name: machine.name });
    const disk = await diskSource(parts.paths, machine, machine.disk);
    if (!disk.ok) return disk;
    const flat = await flattenDisk(disk.value, parts.paths.unfinished, {
      signal,
      onProgress: (fraction) => onProgress?.({ step: "convert", fraction }),
    });
    return flat.ok ? replaceMachine(parts.paths.machines, independent) : flat;
  });
}
