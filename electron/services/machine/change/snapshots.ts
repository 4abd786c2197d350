import { randomBytes } from "node:crypto";
import * as v from "valibot";
import {
  changeSnapshot,
  freeBytes,
  readSnapshots,
  watchGrowth,
} from "../../../adapters/image/disk-snapshots.ts";
import { residentBytes } from "../../../adapters/process/process-identity.ts";
import { runQemuJob } from "../../../adapters/qemu/job.ts";
import {
  forgetProcess,
  type MachineRuntime,
  purposeRestore,
  purposeSnapshot,
} from "../../../adapters/qemu/runtime.ts";
import {
  type AppError,
  appError,
  fail,
  ok,
  type Result,
} from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import { type SnapshotView, snapshotNameSchema } from "../../../contract/machine/snapshot.ts";
import { joinSnapshots, type Snapshot, writeTag } from "../../../core/disk/snapshot-tags.ts";
import { type MachineDisk, machineDisks } from "../../../core/machine/disks.ts";
import type { ProcessIdentity } from "../../../system/process-identity.ts";
import type { FollowOptions, RestoreOptions, SnapshotsService } from "../../base/interfaces.ts";
import { checkLinkedBase } from "../../registry/linked-disk.ts";
import { findMachine, type MachinesParts, withMachine } from "../../registry/parts.ts";
import { endProcess } from "../power/power.ts";
import { launchNow } from "../power/start.ts";

/** Slowest writing of memory that is believed to be alive: 4 MiB/s, a tired USB disk. */
const slowestBytesPerMs = 4194;
/** What QEMU may take at least for a job on snapshots, in milliseconds. */
const leastJobMs = 60_000;
/** What a snapshot without memory, or the parts of one besides memory, may take: some tables. */
const slackBytes = 4 * 1024 ** 2;

/** Builds the use cases of snapshots; nothing is read yet. */
export function createSnapshotsService(parts: MachinesParts): SnapshotsService {
  return {
    list: (machine) => listSnapshots(parts, machine),
    take: (machine, name, options) => takeSnapshot(parts, machine, name, options),
    restore: (machine, snapshot, options) => restoreSnapshot(parts, machine, snapshot, options),
    delete: (machine, snapshot) => deleteSnapshot(parts, machine, snapshot),
  };
}

/** A machine's disks, all of which can hold snapshots. */
function snapshotDisks(machine: MachineFile): Result<readonly MachineDisk[]> {
  const disks = machineDisks(machine);
  const raw = disks.find(({ format }) => format !== "qcow2");
  return raw === undefined ? ok(disks) : fail("snapshot-raw-disk", { path: raw.path });
}

async function readAll(
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

/** All that the work on one machine's snapshots needs. */
interface Scene {
  readonly parts: MachinesParts;
  readonly machine: MachineFile;
  readonly disks: readonly MachineDisk[];
  readonly all: readonly Snapshot[];
  readonly runtime: MachineRuntime;
  readonly process: ProcessIdentity | null;
}

/** Holds a machine's lock, with its disks and snapshots as they are then. */
async function onScene<T>(
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
    return work({ parts, machine, disks: disks.value, all: all.value, runtime, process });
  });
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

/** Takes a snapshot of the present state, and gives its tag; nothing is left of one that fails. */
async function take(
  scene: Scene,
  kind: "manual" | "automatic",
  name: string,
  options: FollowOptions,
): Promise<Result<string>> {
  const { disks, process } = scene;
  const id = randomBytes(4).toString("hex");
  const tag = writeTag({ id, kind, disks: disks.length, name });
  const taken = await (process === null
    ? takeOfDisks(disks, tag)
    : takeOfRunning(scene, process, tag, options));
  return taken.ok ? ok(tag) : taken;
}

async function takeOfDisks(disks: readonly MachineDisk[], tag: string): Promise<Result<void>> {
  const done: MachineDisk[] = [];
  for (const disk of disks) {
    const taken = await changeSnapshot(disk.path, "-c", tag);
    if (!taken.ok) {
      for (const { path } of done) await changeSnapshot(path, "-d", tag);
      return taken;
    }
    done.push(disk);
  }
  return ok(undefined);
}

/** How much of a running machine's memory is to be saved, at most: pages never used are not. */
async function memoryInUse(machine: MachineFile, process: ProcessIdentity): Promise<number> {
  const resident = await residentBytes(process.pid);
  return Math.min(machine.memoryMiB * 1024 ** 2, resident ?? Number.POSITIVE_INFINITY);
}

async function takeOfRunning(
  { machine, disks, runtime }: Scene,
  process: ProcessIdentity,
  tag: string,
  { signal, onProgress }: FollowOptions,
): Promise<Result<void>> {
  const [main] = disks;
  if (main === undefined) return fail("internal", { detail: "a machine without a disk" });
  const memory = await memoryInUse(machine, process);
  // Beforehand: what was written of a failed one would stay in the image until the next.
  const [needed, free] = [memory + slackBytes, await freeBytes(main.path)];
  if (free < needed) return fail("snapshot-no-room", { path: main.path, needed, free });
  const endWatch = watchGrowth(main.path, memory, (fraction) =>
    onProgress?.({ step: "save", fraction }),
  );
  const taken = await onJob(machine, runtime, "snapshot-save", tag, disks, memory, main.node);
  endWatch();
  if (!taken.ok) return taken;
  if (signal?.aborted !== true) return taken;
  // QEMU cannot be stopped in the midst of saving: what was not wanted any more is taken back.
  const deleted = await onJob(machine, runtime, "snapshot-delete", tag, disks, memory);
  return deleted.ok ? fail("cancelled", {}) : deleted;
}

async function onJob(
  machine: MachineFile,
  runtime: MachineRuntime,
  command: "snapshot-save" | "snapshot-delete",
  tag: string,
  disks: readonly MachineDisk[],
  memory: number,
  vmstate?: string,
): Promise<Result<void>> {
  const done = await runQemuJob(
    runtime,
    machine.name,
    command,
    {
      tag,
      devices: disks.map(({ node }) => node),
      ...(vmstate === undefined ? {} : { vmstate }),
    },
    leastJobMs + Math.ceil(memory / slowestBytesPerMs),
  );
  if (done.ok || !/No space left|quota exceeded/i.test(done.error.cause ?? "")) return done;
  return fail("disk-full", { path: disks[0]?.path ?? "" }, done.error.cause);
}

function findSnapshot(scene: Scene, id: string): Result<Snapshot> {
  const snapshot = scene.all.find((each) => each.id === id);
  return snapshot === undefined ? fail("snapshot-unknown", { name: id }) : ok(snapshot);
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
    // One way back is enough: the one to what was there right before.
    if (kept !== null) await forgetAutomatic(scene);
    const goesOn = update.memoryBytes > 0 && update.kind !== "foreign" && !diskOnly;
    return goesOn ? goOn(scene, update) : ok({ runs: false, warning: null });
  });
}

/** Ends a running machine: its present state was kept, or is not wanted. */
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
      return onJob(scene.machine, scene.runtime, "snapshot-delete", tag, having, memoryBytes);
    }
    for (const place of refs.keys()) {
      // By its tag: other than for restoring, numbers are nothing to qemu-img here.
      const deleted = await changeSnapshot(scene.disks[place]?.path ?? "", "-d", tag);
      if (!deleted.ok) return deleted;
    }
    return ok(undefined);
  });
}
