import { withLock } from "../../../adapters/files/file-lock.ts";
import { readLocks } from "../../../adapters/process/process-identity.ts";
import { askStatus } from "../../../adapters/qemu/ask-status.ts";
import {
  forgetProcess,
  type MachineRuntime,
  machineRuntime,
  observeRuntime,
  prepareRuntime,
  purposeStart,
  recordFailure,
} from "../../../adapters/qemu/runtime.ts";
import { noteWanted } from "../../../adapters/store/keep-running-record.ts";
import { type AppError, appError, fail, ok } from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import { isHopeless } from "../../../core/machine/status.ts";
import {
  findMachine,
  type MachinesParts,
  observeMachine,
  requireStaying,
} from "../../registry/parts.ts";
import { launch, launchKnownType, type SavedMemory, type Started } from "./launch.ts";
import { keepMachineType } from "./machine-type.ts";
import { endProcess, type StopOptions, stopMachine } from "./power.ts";
import { checkSaved, setStateAside, stateOf, wakeGuest } from "./saved-state.ts";
import { renewUnwoken } from "./unwoken.ts";
/** The way in which a machine is started. */
export interface StartOptions {
  /** A suspended machine boots, and its memory is kept in a file. */
  readonly boot?: boolean;
  /** How long another command that works on the machine is waited for, in ms; 0 unless told. */
  readonly patienceMs?: number;
}

/** Has a suspended machine go on where it was; its memory is spent before the guest runs. */
async function wakeMachine(
  parts: MachinesParts,
  machine: MachineFile,
  suspended: NonNullable<MachineFile["suspended"]>,
  runtime: MachineRuntime,
): Promise<Started> {
  const { name } = machine;
  const fits = await checkSaved(parts.paths, machine, suspended);
  if (!fits.ok) return fits;
  const { accelerator, bytes } = suspended;
  const emulated = accelerator === "tcg" ? { ...machine, acceleration: accelerator } : machine;
  const memory = { state: stateOf(parts.paths, machine.id), bytes };
  const started = await launch(parts, emulated, runtime, memory);
  if (!started.ok) {
    const { error } = started;
    return error.code === "machine-start-failed"
      ? fail("suspend-unusable", { name, detail: error.params.detail }, error.cause)
      : started;
  }
  const woken = await wakeGuest(parts, machine, runtime);
  if (woken.ok) return started;
  const { process } = await observeRuntime(runtime, await readLocks());
  if (process !== null && (await endProcess(runtime, process))) await forgetProcess(runtime);
  return woken;
}

/** Starts a machine whose lock is held, and notes the error if that fails. */
export async function launchNow(
  parts: MachinesParts,
  machine: MachineFile,
  runtime: MachineRuntime,
  memory: SavedMemory | null,
): Promise<Started> {
  const { suspended } = machine;
  const started =
    suspended !== undefined && memory === null
      ? await wakeMachine(parts, machine, suspended, runtime)
      : await launchKnownType(parts, machine, runtime, memory);
  if (started.ok) {
    await keepMachineType(parts, machine.id, runtime);
    await noteWanted(parts.paths.machines, machine.id);
  }
  // A machine that already runs did not fail.
  else if (started.error.code !== "machine-running") await recordFailure(runtime, started.error);
  return started;
}

/** Boots a suspended machine: its memory is kept in a file, as nobody agreed to lose it. */
async function bootInstead(
  parts: MachinesParts,
  machine: MachineFile,
  runtime: MachineRuntime,
): Promise<Started> {
  const aside = await setStateAside(parts, machine);
  if (!aside.ok) return aside;
  const { suspended: _suspended, ...rest } = machine;
  const started = await launchNow(parts, rest, runtime, null);
  const { path } = aside.value;
  if (!started.ok) {
    await aside.value.putBack();
    return started;
  }
  return path === null
    ? started
    : ok({ warning: appError("suspend-kept", { name: machine.name, path }) });
}

/**
 * Starts a machine, unless it runs or another program is about to start it. One that is suspended
 * goes on where it was, or boots if told to.
 */
export async function startMachine(
  parts: MachinesParts,
  id: string,
  { boot = false, patienceMs = 0 }: StartOptions = {},
): Promise<Started> {
  const found = await findMachine(parts.paths, id);
  if (!found.ok) return found;
  const { machine } = found.value;
  const runtime = machineRuntime(parts.paths, id);
  const prepared = prepareRuntime(parts.paths, runtime, parts.uid);
  if (!prepared.ok) return prepared;
  const busy = () => appError("machine-busy", { name: machine.name });
  const done = await withLock<{ readonly warning: AppError | null }>(
    runtime.lock,
    purposeStart,
    patienceMs,
    busy,
    async () => {
      // It may have been suspended in between.
      const now = await findMachine(parts.paths, id);
      if (!now.ok) return now;
      const stays = await requireStaying(parts.paths, now.value.machine);
      if (!stays.ok) return stays;
      const whole = await renewUnwoken(parts, now.value.machine, runtime);
      if (!whole.ok) return whole;
      if (boot && now.value.machine.suspended !== undefined) {
        return bootInstead(parts, now.value.machine, runtime);
      }
      const started = await launchNow(parts, now.value.machine, runtime, null);
      // A crashed guest is started again, like one whose process has gone.
      return !started.ok && started.error.code === "machine-running" && (await endCrashed(runtime))
        ? launchNow(parts, now.value.machine, runtime, null)
        : started;
    },
  );
  // Where it runs already, its supervisor may have been killed.
  if (done.ok || done.error.code === "machine-running") parts.keep();
  return done;
}

/**
 * Ends a QEMU whose guest has crashed; false: it has not, or QEMU does not end. The lock is held.
 */
async function endCrashed(runtime: MachineRuntime): Promise<boolean> {
  if (!isHopeless((await askStatus(runtime, 1000)) ?? "")) return false;
  const { process } = await observeRuntime(runtime, await readLocks());
  if (process !== null && !(await endProcess(runtime, process))) return false;
  await forgetProcess(runtime);
  return true;
}

/** How long another command that has just ended a machine may take to clear up after it, in ms. */
const endMs = 5000;

/** Stops if need be, then starts. */
export async function restartMachine(
  parts: MachinesParts,
  id: string,
  options: StopOptions = {},
): Promise<Started> {
  const observed = await observeMachine(parts.paths, id);
  if (!observed.ok) return observed;
  if (observed.value.facts.process !== null) {
    const stopped = await stopMachine(parts, id, options);
    if (!stopped.ok) return stopped;
  }
  return startMachine(parts, id, { patienceMs: endMs });
}
