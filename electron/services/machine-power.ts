import { join } from "node:path";
import { probeKvm } from "../adapters/accel-probe.ts";
import { checkDiskFile, checkReadable } from "../adapters/disk-image.ts";
import { withLock } from "../adapters/file-lock.ts";
import { keepGuestState } from "../adapters/guest-state-log.ts";
import {
  forgetProcess,
  forgetStop,
  type MachineRuntime,
  machineRuntime,
  observeRuntime,
  prepareRuntime,
  purposeStart,
  readLogTail,
  recordFailure,
  recordStart,
  recordStop,
  runningMachines,
  touchedMachines,
} from "../adapters/machine-runtime.ts";
import { forgetWanted, noteWanted } from "../adapters/machine-wanted.ts";
import type { Paths } from "../adapters/paths.ts";
import {
  type ProcessIdentity,
  readLocks,
  signalProcess,
  whoHasOpen,
} from "../adapters/process-identity.ts";
import {
  askStatus,
  commandQemu,
  type LaunchFailure,
  launchQemu,
  waitForEnd,
} from "../adapters/qemu-process.ts";
import { askQmp } from "../adapters/qmp-client.ts";
import { findHypervisor } from "../adapters/running-programs.ts";
import { type AppError, appError, fail, ok, type Result } from "../contract/errors.ts";
import type { Accelerator, MachineFile } from "../contract/machine.ts";
import { checkSizes } from "../core/machine-checks.ts";
import { isHopeless } from "../core/machine-status.ts";
import { buildQemuArgs, type QemuProcessor } from "../core/qemu-args.ts";
import { explainFailedStart } from "../core/qemu-messages.ts";
import { borrowDisk, checkMachineDisk } from "./machine-device.ts";
import {
  findMachine,
  type MachinesParts,
  observeMachine,
  requireRunning,
} from "./machine-parts.ts";
import { whyNoSpace } from "./machine-space.ts";
import { checkLinkedBase } from "./template-parts.ts";

export type Started = Result<{ readonly warning: AppError | null }>;

/** How many lines of the log are looked at for a cause. */
const tellingLines = 50;

/** How the processor is to be provided; an error if KVM was demanded and does not work. */
async function chooseProcessor(
  machine: MachineFile,
  cacheFolder: string,
): Promise<Result<{ readonly processor: QemuProcessor; readonly accelerator: Accelerator }>> {
  const emulation = (reason: AppError | null) =>
    ok({ processor: { kind: "tcg" }, accelerator: { kind: "tcg", reason } } as const);
  if (machine.acceleration === "tcg") return emulation(null);
  const verdict = await probeKvm(cacheFolder);
  if (verdict.works) {
    return ok({
      processor: { kind: "kvm", model: verdict.model },
      accelerator: { kind: "kvm", reason: null },
    });
  }
  return machine.acceleration === "kvm"
    ? { ok: false, error: verdict.reason }
    : emulation(verdict.reason);
}

async function explainLaunch(
  paths: Paths,
  failure: LaunchFailure,
  machine: MachineFile,
  runtime: MachineRuntime,
): Promise<AppError> {
  if (failure.kind === "error") return failure.error;
  if (failure.kind === "silent") return appError("machine-not-answering", { name: machine.name });
  const log = await readLogTail(runtime.qemuLog, tellingLines);
  const holders = await whoHasOpen(machine.disk.path);
  const why = explainFailedStart(log, {
    name: machine.name,
    diskPath: machine.disk.path,
    diskHolder: holders.join(", ") || null,
    hypervisor: await findHypervisor(),
  });
  await keepGuestState(join(paths.machines, machine.id), why);
  return why;
}

/** Checks that every file is there that the guest is to see besides the disk that it boots from. */
async function checkFiles({ disks = [], cdrom }: MachineFile): Promise<Result<void>> {
  const checks = await Promise.all([
    ...disks.map(({ path }) => checkDiskFile(path)),
    ...(cdrom === undefined ? [] : [checkReadable(cdrom)]),
  ]);
  return checks.find((each) => !each.ok) ?? ok(undefined);
}

/**
 * Starts a machine, unless it runs. Its lock is held. `snapshot`: the tag of the snapshot whose
 * memory it goes on with; null: it boots.
 */
async function launch(
  parts: MachinesParts,
  machine: MachineFile,
  runtime: MachineRuntime,
  snapshot: string | null,
): Promise<Started> {
  const [facts, disk, further, base, running, chosen, socket] = await Promise.all([
    readLocks().then((locks) => observeRuntime(runtime, locks)),
    checkMachineDisk(machine),
    checkFiles(machine),
    checkLinkedBase(parts.paths, machine),
    runningMachines(parts.paths),
    chooseProcessor(machine, parts.paths.cache),
    parts.switchSocket(),
  ]);
  if (facts.process !== null) return fail("machine-running", { name: machine.name });
  const sizes = checkSizes(machine, parts.host);
  if (!sizes.ok) return sizes;
  if (!disk.ok) return disk;
  if (!further.ok) return further;
  if (!base.ok) return base;
  if (running.length >= parts.mostRunning)
    return fail("machine-too-many", { most: parts.mostRunning });
  if (!chosen.ok) return chosen;
  const lease = await borrowDisk(parts, machine, disk.value);
  if (!lease.ok) return lease;
  await recordStart(runtime, chosen.value.accelerator);
  const isPulled = machine.network.cablePulled === true;
  const args = [
    ...buildQemuArgs(machine, runtime.qemu, chosen.value.processor, isPulled ? null : socket),
    ...(snapshot === null ? [] : ["-loadvm", snapshot]),
  ];
  const launched = await launchQemu(args, runtime, lease.value);
  if (!launched.ok) {
    return {
      ok: false,
      error: await explainLaunch(parts.paths, launched.failure, machine, runtime),
    };
  }
  const isWithoutLan = socket === null && !isPulled;
  const warning = isWithoutLan ? appError("machine-without-lan", { name: machine.name }) : null;
  return ok({ warning });
}

/** Starts a machine whose lock is held, and notes why if that fails. */
export async function launchNow(
  parts: MachinesParts,
  machine: MachineFile,
  runtime: MachineRuntime,
  snapshot: string | null,
): Promise<Started> {
  const started = await launch(parts, machine, runtime, snapshot);
  if (started.ok) await noteWanted(parts.paths.machines, machine.id);
  // That it runs already is no failure of it.
  else if (started.error.code !== "machine-running") await recordFailure(runtime, started.error);
  return started;
}

/** Starts a machine, unless it runs or somebody else is about to start it. */
export async function startMachine(parts: MachinesParts, id: string): Promise<Started> {
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
    0,
    busy,
    async () => {
      const started = await launchNow(parts, machine, runtime, null);
      // A guest that has crashed is begun anew, like one whose process has gone.
      return !started.ok && started.error.code === "machine-running" && (await endCrashed(runtime))
        ? launchNow(parts, machine, runtime, null)
        : started;
    },
  );
  // Where it runs already, its keeper may have been killed.
  if (done.ok || done.error.code === "machine-running") parts.keep();
  return done;
}

/** Ends a QEMU whose guest has crashed; false: it has not, or QEMU does not end. The lock is held. */
async function endCrashed(runtime: MachineRuntime): Promise<boolean> {
  if (!isHopeless((await askStatus(runtime, 1000)) ?? "")) return false;
  const { process } = await observeRuntime(runtime, await readLocks());
  if (process !== null && !(await endProcess(runtime, process))) return false;
  await forgetProcess(runtime);
  return true;
}

/** A guest that is still booting hears no power button, so it is pressed again this often, in ms. */
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

/** How a machine is powered down. */
interface StopOptions {
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal;
  /** It should run again later: the computer goes down, and not by anybody's wish for it. */
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
  const { machine, runtime, process } = running.value;
  if (isHopeless((await askStatus(runtime, 1000)) ?? "")) return killMachine(parts, id, options);
  const seconds = options.timeoutSeconds ?? 60;
  const deadline = Date.now() + seconds * 1000;
  await recordStop(runtime, deadline);
  try {
    const pressed = await pressPower(machine, runtime);
    if (!pressed.ok) return pressed;
    for (;;) {
      const untilNextPress = Math.min(deadline, Date.now() + pressAgainMs);
      if (await waitForEnd(process, untilNextPress, options.signal)) {
        if (options.keepWanted !== true) await forgetWanted(parts.paths.machines, id);
        return ok(undefined);
      }
      if (options.signal?.aborted === true) return fail("cancelled", {});
      if (Date.now() >= deadline) {
        return fail("machine-stop-timeout", { name: machine.name, seconds });
      }
      // Whatever it says: what counts is the end of the process.
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
  // Its answer may get lost with the process: what counts is the end.
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
  if (options.keepWanted !== true) await forgetWanted(parts.paths.machines, id);
  const busy = () => appError("machine-busy", { name: machine.name });
  const cleared = await withLock(runtime.lock, "kill", 5000, busy, async () => {
    const facts = await observeRuntime(runtime, await readLocks());
    // Somebody may have started it again meanwhile: then nothing of it is ours to clear.
    if (facts.process === null) await forgetProcess(runtime);
    return ok(undefined);
  });
  return cleared.ok || cleared.error.code === "machine-busy" ? ok(undefined) : cleared;
}

/** How long before the deadline guests are waited for no more, in ms: QEMU writes back its disks. */
const flushMs = 1500;

/** Powers down all that run; what is not off in time is ended. They stay wanted. */
export async function powerDownAll(parts: MachinesParts, deadline: number): Promise<number> {
  const ids = [...(await touchedMachines(parts.paths))];
  const forced = await Promise.all(
    ids.map(async (id) => {
      const timeoutSeconds = Math.max(0, (deadline - flushMs - Date.now()) / 1000);
      const stopped = await stopMachine(parts, id, { timeoutSeconds, keepWanted: true });
      if (stopped.ok || stopped.error.code === "machine-not-running") return false;
      return (await killMachine(parts, id, { keepWanted: true })).ok;
    }),
  );
  return forced.filter(Boolean).length;
}

/** Stops if need be, then starts. */
export async function restartMachine(
  parts: MachinesParts,
  id: string,
  options: { readonly timeoutSeconds?: number } = {},
): Promise<Started> {
  const observed = await observeMachine(parts.paths, id);
  if (!observed.ok) return observed;
  if (observed.value.facts.process !== null) {
    const stopped = await stopMachine(parts, id, options);
    if (!stopped.ok) return stopped;
  }
  return startMachine(parts, id);
}

/** Runs one QMP command on a running machine. */
export async function commandMachine(
  parts: MachinesParts,
  id: string,
  command: "stop" | "cont",
): Promise<Result<void>> {
  const running = await requireRunning(parts.paths, id);
  if (!running.ok) return running;
  const { machine, runtime } = running.value;
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
