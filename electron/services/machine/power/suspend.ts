import { join } from "node:path";
import { removeFiles } from "../../../adapters/files/draft-files.ts";
import { inodeStamp } from "../../../adapters/files/file-sum.ts";
import {
  forgetUnfinished,
  noteUnfinished,
  unfinishedName,
} from "../../../adapters/files/unfinished-files.ts";
import { freeBytes } from "../../../adapters/image/disk-snapshots.ts";
import { readLocks, residentBytes } from "../../../adapters/process/process-identity.ts";
import { askStatus } from "../../../adapters/qemu/ask-status.ts";
import { saveState } from "../../../adapters/qemu/guest-state.ts";
import { commandQemu } from "../../../adapters/qemu/process.ts";
import {
  forgetProcess,
  type MachineRuntime,
  observeRuntime,
  purposeSuspend,
} from "../../../adapters/qemu/runtime.ts";
import { forgetWanted } from "../../../adapters/store/keep-running-record.ts";
import { removeState, renameState } from "../../../adapters/store/suspended-state.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import { fileError } from "../../../core/base/file-error.ts";
import { nameAnew } from "../../../core/base/name-anew.ts";
import { isHopeless } from "../../../core/machine/status.ts";
import type { ProcessIdentity } from "../../../system/process-identity.ts";
import type { FollowOptions } from "../../base/interfaces.ts";
import {
  findMachine,
  type MachinesParts,
  purposeDiscard,
  requireRunning,
  withMachine,
} from "../../registry/parts.ts";
import { withSharesApart } from "../share/bring.ts";
import { endProcess } from "./power.ts";
import { noteSuspended, stampsOf, stateOf } from "./saved-state.ts";

/** The most bytes that saved memory takes besides itself: devices, and pages that were sent twice. */
const slackBytes = 32 * 1024 ** 2;

/** The way in which a machine is suspended. */
export interface SuspendOptions extends FollowOptions {
  /** Keeps it wanted: the computer goes down, and the user did not suspend it. */
  readonly keepWanted?: boolean;
}

/**
 * Saves a machine's memory to a file and ends QEMU; its next start goes on there. Whatever fails or is
 * killed in between, the guest runs on, or can be resumed.
 */
export async function suspendMachine(
  parts: MachinesParts,
  id: string,
  options: SuspendOptions = {},
): Promise<Result<void>> {
  const running = await requireRunning(parts.paths, id);
  if (!running.ok) return running;
  const { machine } = running.value;
  const { name, disk } = machine;
  // Its content is not ours: this computer may use it while the machine sleeps.
  if (disk.device !== undefined) return fail("suspend-device", { name, path: disk.path });
  return withMachine<void>(parts, machine, purposeSuspend, async (process, runtime) => {
    if (process === null) return fail("machine-not-running", { name });
    if (isHopeless((await askStatus(runtime, 1000)) ?? ""))
      return fail("machine-panicked", { name });
    const ended = await withSharesApart(parts, id, async () => {
      const saved = await saveMemory(parts, machine, process, runtime, options);
      if (!saved.ok) return saved;
      return (await endProcess(runtime, process))
        ? ok(undefined)
        : fail("machine-not-answering", { name });
    });
    if (!ended.ok) return ended;
    await forgetProcess(runtime);
    if (options.keepWanted !== true) await forgetWanted(parts.paths.machines, id);
    return ok(undefined);
  });
}

/** Saves the memory under another name until it is whole, and notes it in the definition last. */
async function saveMemory(
  parts: MachinesParts,
  machine: MachineFile,
  process: ProcessIdentity,
  runtime: MachineRuntime,
  { signal, onProgress }: FollowOptions,
): Promise<Result<void>> {
  const { id, name } = machine;
  const path = stateOf(parts.paths, id);
  const memory = await memoryInUse(machine, process.pid);
  const [needed, free] = [memory + slackBytes, await freeBytes(path)];
  if (free < needed) return fail("suspend-no-room", { name, path, needed, free });
  const folder = join(parts.paths.machines, id);
  const draft = join(folder, unfinishedName());
  const at = new Date().toISOString();
  const { accelerator } = await observeRuntime(runtime, await readLocks());
  try {
    const note = await noteUnfinished(parts.paths.unfinished, [draft]);
    const saved = await saveState(runtime, name, draft, {
      ...(signal === undefined ? {} : { signal }),
      onBytes: (bytes) => onProgress?.({ step: "save", fraction: Math.min(0.99, bytes / memory) }),
    });
    const named = saved.ok ? await renameState(draft, path, folder) : saved;
    await forgetUnfinished(note);
    if (!saved.ok) return { ok: false, error: nameAnew(saved.error, draft, path) };
    const disks = (await stampsOf(machine)).map((stamp) => stamp ?? "");
    const { bytes, sha256 } = saved.value;
    // Without a stamp all of it is read at the resume.
    const known = { sha256, stamp: await inodeStamp(path).catch(() => "") };
    const record = { at, bytes, accelerator: accelerator?.kind ?? "tcg", disks, memory: known };
    const noted = named.ok ? await noteSuspended(parts, id, record) : named;
    if (noted.ok) return noted;
    await Promise.all([removeFiles([draft]), removeState(folder)]);
    await goOn(runtime, name);
    return noted;
  } catch (error) {
    return { ok: false, error: fileError(parts.paths.unfinished, error) };
  }
}

/** Has a guest go on that was saved in vain. */
function goOn(runtime: MachineRuntime, name: string): Promise<Result<void>> {
  return commandQemu(runtime, name, async (client) => {
    const done = await client.execute("cont");
    return done.ok ? null : done.error;
  });
}

/** Returns the most bytes of memory that are saved: pages never used are not. */
async function memoryInUse({ memoryMiB }: MachineFile, pid: number): Promise<number> {
  const resident = await residentBytes(pid);
  return Math.min(memoryMiB * 1024 ** 2, resident ?? Number.POSITIVE_INFINITY);
}

/** Discards the memory of a suspended machine, which boots at its next start as after a power cut. */
export async function discardState(parts: MachinesParts, id: string): Promise<Result<void>> {
  const found = await findMachine(parts.paths, id);
  if (!found.ok) return found;
  const { machine } = found.value;
  const { name } = machine;
  return withMachine<void>(parts, machine, purposeDiscard, async (process, runtime) => {
    if (process !== null) return fail("machine-running", { name });
    const now = await findMachine(parts.paths, id);
    if (!now.ok) return now;
    if (now.value.machine.suspended === undefined) return fail("machine-not-suspended", { name });
    const noted = await noteSuspended(parts, id, undefined);
    if (!noted.ok) return noted;
    await removeState(join(parts.paths.machines, id));
    await forgetProcess(runtime);
    return noted;
  });
}
