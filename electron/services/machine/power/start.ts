import { dirname, join } from "node:path";
import { withLock } from "../../../adapters/files/file-lock.ts";
import type { Paths } from "../../../adapters/files/paths.ts";
import { narrowFile } from "../../../adapters/files/private-file.ts";
import { checkDiskFile, checkReadable } from "../../../adapters/image/disk-image.ts";
import { readLocks, whoHasOpen } from "../../../adapters/process/process-identity.ts";
import { findHypervisor } from "../../../adapters/process/running-programs.ts";
import { probeKvm } from "../../../adapters/qemu/accel-probe.ts";
import { keepGuestState } from "../../../adapters/qemu/kvm-advice-log.ts";
import { askStatus, type LaunchFailure, launchQemu } from "../../../adapters/qemu/process.ts";
import {
  forgetProcess,
  type MachineRuntime,
  machineRuntime,
  observeRuntime,
  prepareRuntime,
  purposeStart,
  readLogTail,
  recordFailure,
  recordProcess,
  recordStart,
  runningMachines,
} from "../../../adapters/qemu/runtime.ts";
import { renewVncPassword } from "../../../adapters/qemu/vnc-password.ts";
import { noteWanted } from "../../../adapters/store/keep-running-record.ts";
import {
  type AppError,
  appError,
  fail,
  ok,
  type Result,
} from "../../../contract/errors/app-error.ts";
import type { Accelerator, MachineFile } from "../../../contract/machine/machine.ts";
import { checkSizes } from "../../../core/machine/checks.ts";
import { machineDisks } from "../../../core/machine/disks.ts";
import { buildQemuArgs } from "../../../core/machine/qemu-args.ts";
import { explainFailedStart } from "../../../core/machine/qemu-messages.ts";
import type { QemuProcessor } from "../../../core/machine/qemu-parts.ts";
import { isUnknownType } from "../../../core/machine/snapshot-hardware.ts";
import { isHopeless } from "../../../core/machine/status.ts";
import { checkLinkedBase, diskSource } from "../../registry/linked-disk.ts";
import { findMachine, type MachinesParts, observeMachine } from "../../registry/parts.ts";
import { borrowDisk, checkMachineDisk } from "./device.ts";
import { keepMachineType } from "./machine-type.ts";
import { endProcess, stopMachine } from "./power.ts";

export type Started = Result<{ readonly warning: AppError | null }>;

/** The number of log lines that are searched for a cause. */
const tellingLines = 50;

/** Chooses the accelerator and processor; an error if KVM was demanded and does not work. */
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

/**
 * Withdraws other users' access to a machine's disks and seed, which earlier versions left open.
 */
async function narrowOwnFiles(paths: Paths, machine: MachineFile): Promise<void> {
  const { id, seed } = machine;
  const files = [
    ...machineDisks(machine).map(({ path }) => path),
    ...(seed === undefined ? [] : [seed]),
  ];
  const own = files.filter((path) => dirname(path) === join(paths.machines, id));
  await Promise.all(own.map((path) => narrowFile(path)));
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
 * Returns the first disk's base image, having checked that no disk names a forbidden file; null:
 * none.
 */
async function findBase(paths: Paths, machine: MachineFile): Promise<Result<string | null>> {
  const sources = await Promise.all(
    machineDisks(machine).map((disk) => diskSource(paths, machine, disk)),
  );
  const bad = sources.find((each) => !each.ok);
  if (bad !== undefined) return bad;
  const [first] = sources;
  return ok((first?.ok ? first.value.base : undefined) ?? null);
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
  await narrowOwnFiles(parts.paths, machine);
  const [facts, disk, further, base, running, chosen, socket] = await Promise.all([
    readLocks().then((locks) => observeRuntime(runtime, locks)),
    checkMachineDisk(machine),
    checkFiles(machine),
    checkLinkedBase(parts.paths, machine),
    runningMachines(parts.paths),
    chooseProcessor(machine, parts.paths.cache),
    parts.switchSocket(),
  ]);
  if (facts.process !== null) {
    return fail("machine-running", { name: machine.name, wish: "start" });
  }
  const sizes = checkSizes(machine, parts.host);
  if (!sizes.ok) return sizes;
  if (!disk.ok) return disk;
  if (!further.ok) return further;
  if (!base.ok) return base;
  if (running.length >= parts.mostRunning)
    return fail("machine-too-many", { most: parts.mostRunning });
  if (!chosen.ok) return chosen;
  const beneath = await findBase(parts.paths, machine);
  if (!beneath.ok) return beneath;
  const lease = await borrowDisk(parts, machine, disk.value);
  if (!lease.ok) return lease;
  await recordStart(runtime, chosen.value.accelerator);
  const guarded = renewVncPassword(runtime, machine.vncDisplay !== null);
  if (!guarded.ok) return guarded;
  const isPulled = machine.network.cablePulled === true;
  const args = [
    ...buildQemuArgs(
      machine,
      runtime.qemu,
      chosen.value.processor,
      isPulled ? null : socket,
      beneath.value,
    ),
    ...(snapshot === null ? [] : ["-loadvm", snapshot]),
  ];
  const launched = await launchQemu(args, runtime, lease.value);
  if (!launched.ok) {
    return {
      ok: false,
      error: await explainLaunch(parts.paths, launched.failure, machine, runtime),
    };
  }
  await recordProcess(runtime, launched.process);
  const isWithoutLan = socket === null && !isPulled;
  const warning = isWithoutLan ? appError("machine-without-lan", { name: machine.name }) : null;
  return ok({ warning });
}

/**
 * Launches a machine; one whose type QEMU no longer knows gets the newest, as a computer gets a new
 * board. Memory that was saved with the old type is not loaded, so that is left to fail.
 */
async function launchKnownType(
  parts: MachinesParts,
  machine: MachineFile,
  runtime: MachineRuntime,
  snapshot: string | null,
): Promise<Started> {
  const started = await launch(parts, machine, runtime, snapshot);
  const isOfUnknownType =
    snapshot === null && !started.ok && isUnknownType(started.error.cause ?? "");
  if (!isOfUnknownType) return started;
  const { machineType: _gone, ...renewed } = machine;
  return launch(parts, renewed, runtime, snapshot);
}

/** Starts a machine whose lock is held, and notes the error if that fails. */
export async function launchNow(
  parts: MachinesParts,
  machine: MachineFile,
  runtime: MachineRuntime,
  snapshot: string | null,
): Promise<Started> {
  const started = await launchKnownType(parts, machine, runtime, snapshot);
  if (started.ok) {
    await keepMachineType(parts, machine.id, runtime);
    await noteWanted(parts.paths.machines, machine.id);
  }
  // A machine that already runs did not fail.
  else if (started.error.code !== "machine-running") await recordFailure(runtime, started.error);
  return started;
}

/** Starts a machine, unless it runs or another program is about to start it. */
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
      // A crashed guest is started again, like one whose process has gone.
      return !started.ok && started.error.code === "machine-running" && (await endCrashed(runtime))
        ? launchNow(parts, machine, runtime, null)
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
