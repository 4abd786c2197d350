import { randomBytes } from "node:crypto";
import { changeSnapshot, freeBytes, watchGrowth } from "../../../adapters/image/disk-snapshots.ts";
import { readLocks, residentBytes } from "../../../adapters/process/process-identity.ts";
import { runQemuJob } from "../../../adapters/qemu/job.ts";
import { askMachineType } from "../../../adapters/qemu/machine-type.ts";
import { observeRuntime } from "../../../adapters/qemu/runtime.ts";
import { recordHardware, removeHardware } from "../../../adapters/store/snapshot-records.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import { writeTag } from "../../../core/disk/snapshot-tags.ts";
import type { MachineDisk } from "../../../core/machine/disks.ts";
import { hardwareOf } from "../../../core/machine/snapshot-hardware.ts";
import type { ProcessIdentity } from "../../../system/process-identity.ts";
import type { FollowOptions } from "../../base/interfaces.ts";
import type { TakeOptions } from "../../base/storage-interfaces.ts";
import { withSharesApart } from "../share/bring.ts";
import type { Scene } from "./snapshot-scene.ts";
import { takeFrozen } from "./take-frozen.ts";

/** QEMU counts as hung if it writes memory more slowly than this: 4 MiB/s, a slow USB disk. */
const slowestBytesPerMs = 4194;
/** The least time that QEMU is given for a job on snapshots, in milliseconds. */
const leastJobMs = 60_000;
/** The most bytes that a snapshot takes besides its memory: some tables. */
const slackBytes = 4 * 1024 ** 2;

/** Takes a snapshot of the present state, and returns its tag. A failed one leaves nothing behind. */
export async function take(
  scene: Scene,
  kind: "manual" | "automatic",
  name: string,
  options: TakeOptions,
): Promise<Result<string>> {
  const { disks, process } = scene;
  const id = randomBytes(4).toString("hex");
  const tag = writeTag({ id, kind, disks: disks.length, name });
  if (process === null) {
    const taken = await takeOfDisks(disks, tag);
    return taken.ok ? ok(tag) : taken;
  }
  if (options.diskOnly === true) {
    const frozen = await takeFrozen(scene, tag);
    return frozen.ok ? ok(tag) : frozen;
  }
  const recorded = await recordOf(scene, id);
  if (!recorded.ok) return recorded;
  const taken = await withSharesApart(scene.parts, scene.machine.id, () =>
    takeOfRunning(scene, process, tag, options),
  );
  if (taken.ok) return ok(tag);
  await removeHardware(scene.folder, id);
  return taken;
}

/** Records the hardware of a running machine before its memory is saved. */
async function recordOf(
  { machine, runtime, folder }: Scene,
  snapshot: string,
): Promise<Result<void>> {
  const [type, facts] = await Promise.all([
    askMachineType(runtime),
    readLocks().then((locks) => observeRuntime(runtime, locks)),
  ]);
  if (type === null) return fail("machine-not-answering", { name: machine.name });
  const hardware = hardwareOf(machine, type, facts.accelerator?.kind ?? "tcg");
  return recordHardware(folder, snapshot, hardware);
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

/** Returns the most bytes of memory that are saved: pages never used are not. */
async function memoryInUse(machine: MachineFile, process: ProcessIdentity): Promise<number> {
  const resident = await residentBytes(process.pid);
  return Math.min(machine.memoryMiB * 1024 ** 2, resident ?? Number.POSITIVE_INFINITY);
}

async function takeOfRunning(
  scene: Scene,
  process: ProcessIdentity,
  tag: string,
  { signal, onProgress }: FollowOptions,
): Promise<Result<void>> {
  const { machine, disks } = scene;
  const [main] = disks;
  if (main === undefined) return fail("internal", { detail: "a machine without a disk" });
  const memory = await memoryInUse(machine, process);
  // Check the free space first: the data of a failed snapshot stays in the image until the next one.
  const [needed, free] = [memory + slackBytes, await freeBytes(main.path)];
  if (free < needed) return fail("snapshot-no-room", { path: main.path, needed, free });
  const endWatch = watchGrowth(main.path, memory, (fraction) =>
    onProgress?.({ step: "save", fraction }),
  );
  const taken = await runSnapshotJob(scene, {
    ...{ command: "snapshot-save", tag, disks, memory },
    vmstate: main.node,
  });
  endWatch();
  if (!taken.ok) return taken;
  if (signal?.aborted !== true) return taken;
  // QEMU cannot be stopped while it saves, so a cancelled snapshot is deleted afterwards.
  const deleted = await runSnapshotJob(scene, {
    ...{ command: "snapshot-delete", tag, disks, memory },
  });
  return deleted.ok ? fail("cancelled", {}) : deleted;
}

/** A job on the snapshots of a running machine. */
interface SnapshotJob {
  readonly command: "snapshot-save" | "snapshot-delete";
  readonly tag: string;
  readonly disks: readonly MachineDisk[];
  /** The bytes of memory in it, by which QEMU's time is measured. */
  readonly memory: number;
  /** The disk that takes the memory; left out when nothing is saved. */
  readonly vmstate?: string;
}

/** Has QEMU do a job on snapshots, and waits for it. */
export async function runSnapshotJob(
  { machine, runtime }: Pick<Scene, "machine" | "runtime">,
  { command, tag, disks, memory, vmstate }: SnapshotJob,
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
