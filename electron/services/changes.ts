import { join } from "node:path";
import * as v from "valibot";
import { convertImage } from "../adapters/convert-image.ts";
import { abandonDraft } from "../adapters/definition-folder.ts";
import { checkDiskUnlocked } from "../adapters/disk-image.ts";
import {
  beginMachine,
  finishMachine,
  readMachines,
  replaceMachine,
} from "../adapters/machine-store.ts";
import { basePath } from "../adapters/template-store.ts";
import { fail, ok, type Result } from "../contract/errors.ts";
import type { MachineFile } from "../contract/machine.ts";
import { machineName } from "../contract/primitives.ts";
import { checkNewMachine, macOf } from "../core/machine-checks.ts";
import { machineDisks } from "../core/machine-disks.ts";
import type { ChangesService, FollowOptions } from "./interfaces.ts";
import { writeIdentity } from "./machine-identity.ts";
import {
  findMachine,
  type MachinesParts,
  withRegistry,
  withStoppedMachine,
} from "./machine-parts.ts";
import { newId } from "./machine-registry.ts";
import { checkLinkedBase, ownDiskName } from "./template-parts.ts";

/** Builds the use cases that change machines; nothing is read yet. */
export function createChangesService(parts: MachinesParts): ChangesService {
  return {
    rename: (id, name) => renameMachine(parts, id, name),
    clone: (id, name, options) => copyMachine(parts, id, name, options),
  };
}

async function checkName(parts: MachinesParts, name: string): Promise<Result<void>> {
  if (!v.is(machineName, name)) return fail("machine-name-invalid", { name });
  const stored = await readMachines(parts.paths.machines);
  if (!stored.ok) return stored;
  return stored.value.machines.some((each) => each.name === name)
    ? fail("machine-name-taken", { name })
    : ok(undefined);
}

async function renameMachine(
  parts: MachinesParts,
  id: string,
  name: string,
): Promise<Result<MachineFile>> {
  return withRegistry(parts, async () => {
    const found = await findMachine(parts.paths, id);
    if (!found.ok) return found;
    const { machine } = found.value;
    if (machine.name === name) return ok(machine);
    const free = await checkName(parts, name);
    if (!free.ok) return free;
    const renamed = { ...machine, name };
    // The name first: if this is broken off, the guest only keeps its old host name.
    const written = await replaceMachine(parts.paths.machines, renamed);
    if (!written.ok) return written;
    const told = await writeIdentity(parts, renamed, machine.name);
    return told.ok ? ok(renamed) : told;
  });
}

/**
 * Copies a stopped machine. What hangs on a template goes on hanging on it, so that only what
 * differs is copied; all else is copied whole, because two disks on one changing base would ruin
 * each other. Snapshots are not copied. The copy appears when it is whole.
 */
async function copyMachine(
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
  const copyId = newId(all.machines);
  return withStoppedMachine<MachineFile>(parts, source, "clone", async () => {
    const begun = await beginMachine(paths.machines, copyId);
    if (!begun.ok) return begun;
    const draft = begun.value;
    const done = await fillCopy(parts, source, draft, options);
    const made = done.ok ? await publishCopy(parts, source, copyId, name, draft) : done;
    if (!made.ok) await abandonDraft(draft);
    return made;
  });
}

/** Copies the disks of a machine into a draft. */
async function fillCopy(
  parts: MachinesParts,
  source: MachineFile,
  draft: string,
  { signal, onProgress }: FollowOptions,
): Promise<Result<void>> {
  const base = await checkLinkedBase(parts.paths, source);
  if (!base.ok) return base;
  const disks = machineDisks(source);
  for (const [place, { path, format }] of disks.entries()) {
    const unlocked = await checkDiskUnlocked(path);
    if (!unlocked.ok) return unlocked;
    const linked = place === 0 && source.template !== undefined;
    const copied = await convertImage({ path, format, piece: null }, join(draft, copyName(place)), {
      signal,
      ...(linked ? { base: basePath(parts.paths.templates, source.template?.id ?? "") } : {}),
      onProgress: (fraction) =>
        onProgress?.({
          step: "copy",
          fraction: fraction === null ? null : (place + fraction) / disks.length,
        }),
    });
    if (!copied.ok) return copied;
  }
  return ok(undefined);
}

function copyName(place: number): string {
  return place === 0 ? ownDiskName : `disk${place}.qcow2`;
}

async function publishCopy(
  parts: MachinesParts,
  source: MachineFile,
  id: string,
  name: string,
  draft: string,
): Promise<Result<MachineFile>> {
  const { paths } = parts;
  return withRegistry(parts, async () => {
    const stored = await readMachines(paths.machines);
    if (!stored.ok) return stored;
    const { machines } = stored.value;
    const lan = await parts.lanSettings();
    const wish = { name, memoryMiB: 1, cpus: 1, vncDisplay: null, address: undefined };
    const checked = checkNewMachine(wish, machines, lan, parts.host);
    if (!checked.ok) return checked;
    const folder = join(paths.machines, id);
    const { autostart: _autostart, ...kept } = source;
    const machine: MachineFile = {
      ...kept,
      id,
      name,
      createdAt: new Date().toISOString(),
      disk: { ...source.disk, path: join(folder, ownDiskName), format: "qcow2" },
      network: { ...source.network, address: checked.value.address, mac: macOf(id) },
      vncDisplay: null,
      ...(source.seed === undefined ? {} : { seed: join(folder, "seed.img") }),
    };
    const seed = join(draft, "seed.img");
    const told = await writeIdentity(parts, machine, source.name, source.seed, seed);
    if (!told.ok) return told;
    const finished = await finishMachine(paths.machines, draft, machine);
    return finished.ok ? ok(machine) : finished;
  });
}
