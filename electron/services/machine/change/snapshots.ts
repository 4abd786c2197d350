import * as v from "valibot";
import { changeSnapshot } from "../../../adapters/image/disk-snapshots.ts";
import { forgetProcess, purposeRestore, purposeSnapshot } from "../../../adapters/qemu/runtime.ts";
import {
  type AppError,
  appError,
  fail,
  ok,
  type Result,
} from "../../../contract/errors/app-error.ts";
import { type SnapshotView, snapshotNameSchema } from "../../../contract/machine/snapshot.ts";
import type { Snapshot } from "../../../core/disk/snapshot-tags.ts";
import type { FollowOptions } from "../../base/interfaces.ts";
import type { RestoreOptions, SnapshotsService } from "../../base/storage-interfaces.ts";
import { checkLinkedBase } from "../../registry/linked-disk.ts";
import { findMachine, type MachinesParts } from "../../registry/parts.ts";
import { endProcess } from "../power/power.ts";
import { launchNow } from "../power/start.ts";
import { findSnapshot, onScene, readAll, type Scene, snapshotDisks } from "./snapshot-scene.ts";
import { runSnapshotJob, take } from "./take-snapshot.ts";

/** Creates the use cases of snapshots; nothing is read yet. */
export function createSnapshotsService(parts: MachinesParts): SnapshotsService {
  return {
    list: (machine) => listSnapshots(parts, machine),
    take: (machine, name, options) => takeSnapshot(parts, machine, name, options),
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
  options: FollowOptions = {},
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
    const found = findSnapshot(scene, snapshotId);
    if (!found.ok) return found;
    const update = found.value;
    if (!update.whole) return fail("snapshot-incomplete", { name: update.name });
    const base = await checkLinkedBase(parts.paths, scene.machine);
    if (!base.ok) return base;
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
    const goesOn = update.memoryBytes > 0 && update.kind !== "foreign" && !diskOnly;
    return goesOn ? goOn(scene, update) : ok({ runs: false, warning: null });
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
async function forgetAutomatic({ all, disks }: Scene): Promise<void> {
  for (const { kind, refs, tag } of all) {
    if (kind !== "automatic") continue;
    for (const place of refs.keys()) await changeSnapshot(disks[place]?.path ?? "", "-d", tag);
  }
}

/** Starts the machine with the snapshot's memory. */
async function goOn(
  { parts, machine, runtime }: Scene,
  update: Snapshot,
): Promise<Result<{ readonly runs: boolean; readonly warning: AppError | null }>> {
  const started = await launchNow(parts, machine, runtime, update.tag);
  if (started.ok) {
    parts.keep();
    return ok({ runs: true, warning: started.value.warning });
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

async function deleteSnapshot(
  parts: MachinesParts,
  id: string,
  snapshotId: string,
): Promise<Result<void>> {
  return onScene<void>(parts, id, purposeSnapshot, async (scene) => {
    const found = findSnapshot(scene, snapshotId);
    if (!found.ok) return found;
    const { refs, tag, memoryBytes } = found.value;
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
