import { join } from "node:path";
import { convertImage } from "../../../adapters/image/convert-image.ts";
import { renewGuest } from "../../../adapters/image/guest-identity.ts";
import { abandonDraft } from "../../../adapters/store/definition-folder.ts";
import {
  beginMachine,
  finishMachine,
  readMachines,
} from "../../../adapters/store/machine-store.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import { nameAnew } from "../../../core/base/name-anew.ts";
import { machineIdOf } from "../../../core/disk/guest-identity.ts";
import { checkNewMachine, leastMemoryMiB, macOf } from "../../../core/machine/checks.ts";
import { machineDisks } from "../../../core/machine/disks.ts";
import type { FollowOptions } from "../../base/interfaces.ts";
import { writeIdentity } from "../../registry/identity.ts";
import { lookOnLan } from "../../registry/lan-addresses.ts";
import { checkLinkedBase, diskSource, ownDiskName } from "../../registry/linked-disk.ts";
import { checkName } from "../../registry/name.ts";
import {
  findMachine,
  type MachinesParts,
  withRegistry,
  withStoppedMachine,
} from "../../registry/parts.ts";
import { newId } from "../../registry/registry.ts";

/**
 * Clones a stopped machine; the clone appears once it is complete, without snapshots. A linked
 * clone's disk stays linked to its template; other disks are copied whole, because two disks on one
 * changing base would corrupt each other.
 */
export async function cloneMachine(
  parts: MachinesParts,
  id: string,
  name: string,
  options: FollowOptions = {},
): Promise<Result<MachineFile>> {
  const { paths } = parts;
  const free = await checkName(parts, name);
  if (!free.ok) return free;
  const found = await findMachine(paths, id);
  if (!found.ok) return found;
  const { machine: source, all } = found.value;
  if (source.disk.device !== undefined)
    return fail("disk-path-invalid", { path: source.disk.path });
  const copyId = newId(all.machines);
  return withStoppedMachine<MachineFile>(parts, source, "clone", async () => {
    const begun = await beginMachine(paths.machines, copyId);
    if (!begun.ok) return begun;
    const draft = begun.value;
    const done = await fillCopy(parts, source, copyId, draft, options);
    const made = done.ok
      ? await publishCopy(parts, source, { id: copyId, name, draft }, options.signal)
      : done;
    if (made.ok) return made;
    await abandonDraft(draft);
    if (options.signal?.aborted === true) return fail("cancelled", {});
    return { ok: false, error: nameAnew(made.error, draft, paths.machines) };
  });
}

/** Copies the disks of a machine into a draft, for the machine with an id. */
async function fillCopy(
  parts: MachinesParts,
  source: MachineFile,
  id: string,
  draft: string,
  { signal, onProgress }: FollowOptions,
): Promise<Result<void>> {
  const base = await checkLinkedBase(parts.paths, source);
  if (!base.ok) return base;
  const disks = machineDisks(source);
  for (const [place, { path, format }] of disks.entries()) {
    const disk = await diskSource(parts.paths, source, { path, format });
    if (!disk.ok) return disk;
    const copied = await convertImage(disk.value, join(draft, copyName(place)), {
      signal,
      linked: true,
      onProgress: (fraction) =>
        onProgress?.({
          step: "copy",
          fraction: fraction === null ? null : (place + fraction) / disks.length,
        }),
    });
    if (!copied.ok) return copied;
    const copy = { path: join(draft, copyName(place)), base: disk.value.base ?? null };
    const renewed = await renewGuest(copy, machineIdOf(id));
    if (!renewed.ok) return renewed;
  }
  return ok(undefined);
}

function copyName(place: number): string {
  return place === 0 ? ownDiskName : `disk${place}.qcow2`;
}

async function publishCopy(
  parts: MachinesParts,
  source: MachineFile,
  { id, name, draft }: { readonly id: string; readonly name: string; readonly draft: string },
  signal: AbortSignal | undefined,
): Promise<Result<MachineFile>> {
  const { paths } = parts;
  const occupied = await lookOnLan(parts);
  return withRegistry(
    parts,
    async () => {
      const stored = await readMachines(paths.machines);
      if (!stored.ok) return stored;
      const { machines } = stored.value;
      const lan = await parts.lanSettings();
      const request = {
        name,
        memoryMiB: leastMemoryMiB,
        cpus: 1,
        vncDisplay: null,
        address: undefined,
      };
      const checked = checkNewMachine(request, machines, lan, parts.host, occupied);
      if (!checked.ok) return checked;
      const folder = join(paths.machines, id);
      const further = source.disks?.map((disk, index) => ({
        ...disk,
        path: join(folder, copyName(index + 1)),
        format: "qcow2" as const,
      }));
      // A copy is there to be tried with, and nobody agreed that it sees folders of this computer.
      const { autostart: _autostart, protected: _protected, shares: _shares, ...kept } = source;
      // A port of this computer leads to one machine.
      const { forwards: _forwards, ...network } = source.network;
      const machine: MachineFile = {
        ...kept,
        id,
        name,
        createdAt: new Date().toISOString(),
        disk: { ...source.disk, path: join(folder, ownDiskName), format: "qcow2" },
        network: { ...network, address: checked.value.address, mac: macOf(id) },
        vncDisplay: null,
        ...(further === undefined ? {} : { disks: further }),
        ...(source.seed === undefined ? {} : { seed: join(folder, "seed.img") }),
      };
      const seed = join(draft, "seed.img");
      const told = await writeIdentity(parts, machine, source.name, source.seed, seed);
      if (!told.ok) return told;
      if (signal?.aborted === true) return fail("cancelled", {});
      const finished = await finishMachine(paths.machines, draft, machine);
      return finished.ok ? ok(machine) : finished;
    },
    signal,
  );
}
