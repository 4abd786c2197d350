import { withLock } from "../../../adapters/files/file-lock.ts";
import { readLocks, signalProcess } from "../../../adapters/process/process-identity.ts";
import { askStatus } from "../../../adapters/qemu/ask-status.ts";
import { commandQemu, waitForEnd } from "../../../adapters/qemu/process.ts";
import { askQmp } from "../../../adapters/qemu/qmp-client.ts";
import {
  forgetProcess,
  forgetStop,
  type MachineRuntime,
  observeRuntime,
  prepareRuntime,
  recordStop,
} from "../../../adapters/qemu/runtime.ts";
import { forgetWanted } from "../../../adapters/store/keep-running-record.ts";
import { appError, fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import { isHopeless } from "../../../core/machine/status.ts";
import type { ProcessIdentity } from "../../../system/process-identity.ts";
import { type MachinesParts, requireRunning, requireStaying } from "../../registry/parts.ts";
import { endServers } from "../share/end-servers.ts";
import { whyNoSpace } from "../view/space.ts";
import { spendState } from "./saved-state.ts";

/**
 * A guest that is still booting hears no power button, so it is pressed again this often, in ms.
 */
const pressAgainMs = 5000;

function pressPower(machine: MachineFile, runtime: MachineRuntime): Promise<Result<void>> {
  return commandQemu(runtime, machine.name, async (client) => {
    // A paused guest cannot hear the button.
    const resumed = await client.execute("cont");
    if (!resumed.ok) return resumed.error;
    const button = await client.execute("system_powerdown");
    return button.ok ? null : button.error;
  });
}

/** The way in which a machine is powered down. */
export interface StopOptions {
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal | undefined;
  /** Keeps it wanted: the computer goes down, and the user did not stop it. */
  readonly keepWanted?: boolean;
}

/**
 * Presses the power button and waits for QEMU's end. The QMP socket is free meanwhile. If the
 * guest does not end in time it goes on, and nothing is forced.
 */
export async function stopMachine(
  parts: MachinesParts,
  id: string,
  options: StopOptions = {},
): Promise<Result<void>> {
  const running = await requireRunning(parts.paths, id);
  if (!running.ok) return running;
  const { machine, runtime, facts, process } = running.value;
  if (facts.beingSuspended) return fail("machine-busy", { name: machine.name });
  // Its guest may go on elsewhere by now, and would otherwise be woken here.
  const stays = await requireStaying(parts.paths, machine);
  if (!stays.ok) return stays;
  const spent = await spendState(parts, id);
  if (!spent.ok) return spent;
  if (isHopeless((await askStatus(runtime, 1000)) ?? "")) return killMachine(parts, id, options);
  // It may have gone with the session that started the machine.
  const prepared = prepareRuntime(parts.paths, runtime, parts.uid);
  if (!prepared.ok) return prepared;
  const seconds = options.timeoutSeconds ?? 60;
  const deadline = Date.now() + seconds * 1000;
  await recordStop(runtime, deadline);
  try {
    const pressed = await pressPower(machine, runtime);
    if (!pressed.ok) return pressed;
    for (;;) {
      const untilNextPress = Math.min(deadline, Date.now() + pressAgainMs);
      if (await waitForEnd(process, untilNextPress, options.signal)) {
        return clearUp(parts, machine, runtime, options);
      }
      if (options.signal?.aborted === true) return fail("cancelled", {});
      if (Date.now() >= deadline) {
        return fail("machine-stop-timeout", { name: machine.name, seconds });
      }
      // Ignore the answer: only the end of the process counts.
      await pressPower(machine, runtime);
    }
  } finally {
    await forgetStop(runtime);
  }
}

/** How long QEMU may take to end after `quit`, and after SIGKILL (writing back its disk), in ms. */
const quitMs = 2000;
const sigkillMs = 10_000;

/** Ends a proven process: by QMP, and by signal if that does not help; false: it lives on. */
export async function endProcess(
  runtime: MachineRuntime,
  process: ProcessIdentity,
): Promise<boolean> {
  // The answer may get lost with the process: only its end counts.
  const quit = await askQmp(runtime.qemu.commandQmp, "quit", {}, 1000);
  if (quit.ok || quit.error.kind === "lost") {
    if (await waitForEnd(process, Date.now() + quitMs)) return true;
  }
  await signalProcess(process, "SIGKILL");
  return waitForEnd(process, Date.now() + sigkillMs);
}

/** Ends QEMU at once: by QMP, and by signal to the proven process if that does not help. */
export async function killMachine(
  parts: MachinesParts,
  id: string,
  options: Pick<StopOptions, "keepWanted"> = {},
): Promise<Result<void>> {
  const running = await requireRunning(parts.paths, id);
  if (!running.ok) return running;
  const { machine, runtime, process } = running.value;
  if (!(await endProcess(runtime, process))) {
    return fail("machine-not-answering", { name: machine.name });
  }
  return clearUp(parts, machine, runtime, options);
}

/**
 * Forgets a machine that has ended, unless another program has started it again in between, or is just about
 * to: then all that is recorded is of the new start.
 */
async function clearUp(
  parts: MachinesParts,
  { id, name }: MachineFile,
  runtime: MachineRuntime,
  { keepWanted }: Pick<StopOptions, "keepWanted">,
): Promise<Result<void>> {
  const clear = async () => {
    const facts = await observeRuntime(runtime, await readLocks());
    if (facts.process !== null || facts.beingStarted) return false;
    await endServers(runtime);
    if (keepWanted !== true) await forgetWanted(parts.paths.machines, id);
    return true;
  };
  const busy = () => appError("machine-busy", { name });
  const cleared = await withLock(runtime.lock, "kill", 5000, busy, async () => {
    if (await clear()) await forgetProcess(runtime);
    return ok(undefined);
  });
  if (cleared.ok || !["machine-busy", "cancelled"].includes(cleared.error.code)) return cleared;
  await clear();
  return ok(undefined);
}

/** Runs one QMP command on a running machine. */
export async function commandMachine(
  parts: MachinesParts,
  id: string,
  command: "stop" | "cont",
): Promise<Result<void>> {
  const running = await requireRunning(parts.paths, id);
  if (!running.ok) return running;
  const { machine, runtime, facts } = running.value;
  if (facts.beingSuspended) return fail("machine-busy", { name: machine.name });
  const stays = await requireStaying(parts.paths, machine);
  if (!stays.ok) return stays;
  const spent = command === "cont" ? await spendState(parts, id) : ok(undefined);
  if (!spent.ok) return spent;
  const full = command === "cont" ? await whyNoSpace(machine, runtime, 1000) : null;
  // It would halt again at once.
  if (full?.code === "machine-disk-full" && full.params.freeMiB === 0) {
    return { ok: false, error: full };
  }
  return commandQemu(runtime, machine.name, async (client) => {
    const done = await client.execute(command);
    return done.ok ? null : done.error;
  });
}
