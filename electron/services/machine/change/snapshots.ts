import * as v from "valibot";
import { checkReadable } from "../../../adapters/image/disk-image.ts";
import { changeSnapshot } from "../../../adapters/image/disk-snapshots.ts";
import {
  forgetProcess,
  type MachineRuntime,
  purposeRestore,
  purposeSnapshot,
} from "../../../adapters/qemu/runtime.ts";
import { replaceMachine } from "../../../adapters/store/machine-store.ts";
import { readHardware, removeHardware } from "../../../adapters/store/snapshot-records.ts";
import {
  type AppError,
  appError,
  fail,
  ok,
  type Result,
} from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import {
  type SnapshotHardware,
  type SnapshotView,
  snapshotNameSchema,
} from "../../../contract/machine/snapshot.ts";
import type { Snapshot } from "../../../core/disk/snapshot-tags.ts";
import {
  isSameHardware,
  refusedType,
  withHardware,
} from "../../../core/machine/snapshot-hardware.ts";
import type {
  RestoreOptions,
  SnapshotsService,
  TakeOptions,
} from "../../base/storage-interfaces.ts";
import { checkLinkedBase } from "../../registry/linked-disk.ts";
import {
  findMachine,
  lockRegistry,
  type MachinesParts,
  requireUnprotected,
} from "../../registry/parts.ts";
import type { Started } from "../power/launch.ts";
import { endProcess } from "../power/power.ts";
import { launchNow } from "../power/start.ts";
import { findSnapshot, onScene, readAll, type Scene, snapshotDisks } from "./snapshot-scene.ts";
import { thawMachine } from "./take-frozen.ts";
import { runSnapshotJob, take } from "./take-snapshot.ts";

/** Creates the use cases of snapshots; nothing is read yet. */
export function createSnapshotsService(parts: MachinesParts): SnapshotsService {
  return {
    list: (machine) => listSnapshots(parts, machine),
    take: (machine, name, options) => takeSnapshot(parts, machine, name, options),
    thaw: (machine) => thawMachine(parts, machine),
    restore: (machine, snapshot, options) => restoreSnapshot(parts, machine, snapshot, options),
    delete: (machine, snapshot) => deleteSnapshot(parts, machine, snapshot),
  };
}

async function listSnapshots(
  { paths }: MachinesParts,
  id: string,
): Promise<Result<readonly SnapshotView[]>> {
  const found = await findMachine(paths, id);
  if (!found.ok) return found;
  const disks = snapshotDisks(found.value.machine);
  if (!disks.ok) return disks;
  const all = await readAll(disks.value, { withSizes: true });
  return all.ok ? ok(all.value.map(({ refs: _refs, tag: _tag, ...view }) => view)) : all;
}

async function takeSnapshot(
  parts: MachinesParts,
  id: string,
  name: string,
  options: TakeOptions = {},
): Promise<Result<SnapshotView>> {
  const parsed = v.safeParse(snapshotNameSchema, name);
  if (!parsed.success) return fail("snapshot-name-invalid", { name });
  return onScene<SnapshotView>(parts, id, purposeSnapshot, async (scene) => {
    if (scene.all.some((each) => each.kind !== "automatic" && each.name === parsed.output)) {
      return fail("snapshot-name-taken", { name: parsed.output });
    }
    const taken = await take(scene, "manual", parsed.output, options);
    if (!taken.ok) return taken;
    const now = await readAll(scene.disks, { withSizes: true });
    if (!now.ok) return now;
    const own = now.value.find(({ tag }) => tag === taken.value);
    if (own === undefined) return fail("internal", { detail: `${taken.value} is not there` });
    const { refs: _refs, tag: _tag, ...view } = own;
    return ok(view);
  });
}

async function restoreSnapshot(
  parts: MachinesParts,
  id: string,
  snapshotId: string,
  { diskOnly = false, keepPresent = true, ...follow }: RestoreOptions = {},
): ReturnType<SnapshotsService["restore"]> {
  return onScene(parts, id, purposeRestore, async (scene) => {
    const free = requireUnprotected(scene.machine);
    if (!free.ok) return free;
    const found = findSnapshot(scene, snapshotId);
    if (!found.ok) return found;
    const update = found.value;
    if (!update.whole) return fail("snapshot-incomplete", { name: update.name });
    const base = await checkLinkedBase(parts.paths, scene.machine);
    if (!base.ok) return base;
    const goesOn = update.memoryBytes > 0 && update.kind !== "foreign" && !diskOnly;
    const hardware = goesOn ? await readHardware(scene.folder, update.id) : null;
    const cdrom = hardware?.cdrom ?? null;
    const readable = cdrom === null ? ok(undefined) : await checkReadable(cdrom);
    if (!readable.ok) return readable;
    const kept = keepPresent ? await take(scene, "automatic", update.name, follow) : null;
    if (kept?.ok === false) return kept;
    const stopped = await halt(scene);
    if (!stopped.ok) return stopped;
    for (const [place, ref] of update.refs) {
      const path = scene.disks[place]?.path ?? "";
      const applied = await changeSnapshot(path, "-a", ref);
      if (!applied.ok) return applied;
    }
    // Keep one way back: to the state right before this restore.
    if (kept !== null) await forgetAutomatic(scene);
    return goesOn ? goOn(scene, update, hardware) : ok({ runs: false, warning: null });
  });
}

/** Ends a running machine, whose present state was saved or is not wanted. */
async function halt({ machine, runtime, process }: Scene): Promise<Result<void>> {
  if (process === null) return ok(undefined);
  if (!(await endProcess(runtime, process))) {
    return fail("machine-not-answering", { name: machine.name });
  }
  await forgetProcess(runtime);
  return ok(undefined);
}

/** Deletes the automatic snapshots that were there before this restore. */
async function forgetAutomatic({ all, disks, folder }: Scene): Promise<void> {
  for (const { id, kind, refs, tag } of all) {
    if (kind !== "automatic") continue;
    for (const place of refs.keys()) await changeSnapshot(disks[place]?.path ?? "", "-d", tag);
    await removeHardware(folder, id);
  }
}

/**
 * Starts the machine with the snapshot's memory, on the hardware that it was taken of; null: that is
 * not known, and taken for the present one.
 */
async function goOn(
  scene: Scene,
  update: Snapshot,
  hardware: SnapshotHardware | null,
): Promise<Result<{ readonly runs: boolean; readonly warning: AppError | null }>> {
  const { parts, runtime } = scene;
  const fitted = hardware === null ? ok(scene.machine) : await changeHardware(scene, hardware);
  if (!fitted.ok) return fitted;
  const machine = fitted.value;
  const started = await launchSaved(
    parts,
    hardware?.accelerator === "tcg" ? { ...machine, acceleration: "tcg" } : machine,
    runtime,
    update.tag,
  );
  if (started.ok) {
    parts.keep();
    const { name } = machine;
    const isOther = hardware !== null && !isSameHardware(scene.machine, hardware);
    const change = isOther
      ? appError("snapshot-hardware-changed", {
          name,
          memoryMiB: hardware.memoryMiB,
          cpus: hardware.cpus,
        })
      : null;
    return ok({ runs: true, warning: started.value.warning ?? change });
  }
  const { error } = started;
  return error.code === "machine-start-failed"
    ? {
        ok: false,
        error: appError(
          "snapshot-memory-unusable",
          { name: update.name, detail: error.params.detail },
          error.cause,
        ),
      }
    : started;
}

/**
 * Launches with saved memory. Where its machine type is not recorded, QEMU names it as it refuses
 * the memory, and gets it with that type.
 */
async function launchSaved(
  parts: MachinesParts,
  machine: MachineFile,
  runtime: MachineRuntime,
  tag: string,
): Promise<Started> {
  const started = await launchNow(parts, machine, runtime, { snapshot: tag });
  const type = started.ok ? null : refusedType(started.error.cause ?? "");
  if (type === null || type === machine.machineType) return started;
  return launchNow(parts, { ...machine, machineType: type }, runtime, { snapshot: tag });
}

/** Gives a machine's definition the hardware of a snapshot. Its lock is held. */
function changeHardware(
  { parts, machine: { id } }: Scene,
  hardware: SnapshotHardware,
): Promise<Result<MachineFile>> {
  return lockRegistry<MachineFile>(parts, async () => {
    const found = await findMachine(parts.paths, id);
    if (!found.ok) return found;
    const changed = withHardware(found.value.machine, hardware);
    const written = await replaceMachine(parts.paths.machines, changed);
    return written.ok ? ok(changed) : written;
  });
}

async function deleteSnapshot(
  parts: MachinesParts,
  id: string,
  snapshotId: string,
): Promise<Result<void>> {
  return onScene<void>(parts, id, purposeSnapshot, async (scene) => {
    const found = findSnapshot(scene, snapshotId);
    if (!found.ok) return found;
    const { refs, tag, memoryBytes } = found.value;
    await removeHardware(scene.folder, snapshotId);
    if (scene.process !== null) {
      const having = scene.disks.filter((_disk, place) => refs.has(place));
      return runSnapshotJob(scene, {
        ...{ command: "snapshot-delete", tag, disks: having, memory: memoryBytes },
      });
    }
    for (const place of refs.keys()) {
      // Use the tag: qemu-img accepts ids only for `-a`.
      const deleted = await changeSnapshot(scene.disks[place]?.path ?? "", "-d", tag);
      if (!deleted.ok) return deleted;
    }
    return ok(undefined);
  });
}
