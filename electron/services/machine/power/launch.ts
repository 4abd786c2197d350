import { dirname, join } from "node:path";
import type { Paths } from "../../../adapters/files/paths.ts";
import { narrowFile } from "../../../adapters/files/private-file.ts";
import { checkDiskFile, checkReadable } from "../../../adapters/image/disk-image.ts";
import { readLocks, whoHasOpen } from "../../../adapters/process/process-identity.ts";
import { findHypervisor } from "../../../adapters/process/running-programs.ts";
import { probeKvm } from "../../../adapters/qemu/accel-probe.ts";
import { launchWithState, stateOptions } from "../../../adapters/qemu/guest-state.ts";
import { keepGuestState } from "../../../adapters/qemu/kvm-advice-log.ts";
import { readLogTail } from "../../../adapters/qemu/log-tail.ts";
import { type LaunchFailure, launchQemu } from "../../../adapters/qemu/process.ts";
import {
  type MachineRuntime,
  observeRuntime,
  recordProcess,
  recordStart,
  runningMachines,
} from "../../../adapters/qemu/runtime.ts";
import { renewVncPassword } from "../../../adapters/qemu/vnc-password.ts";
import { heldMemory, launchWithMemory } from "../../../adapters/qemu/warm-state.ts";
import type { HeldWarm } from "../../../adapters/store/warm-store.ts";
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
import { buildQemuArgs, type CableStart } from "../../../core/machine/qemu-args.ts";
import { explainFailedStart } from "../../../core/machine/qemu-messages.ts";
import type { QemuProcessor } from "../../../core/machine/qemu-parts.ts";
import { isUnknownType } from "../../../core/machine/snapshot-hardware.ts";
import { checkLinkedBase, diskSource } from "../../registry/linked-disk.ts";
import type { MachinesParts } from "../../registry/parts.ts";
import { makeTapFor } from "../network/plug-cable.ts";
import { startWeather } from "../network/weather.ts";
import { borrowDisk, checkMachineDisk } from "./device.ts";

export type Started = Result<{ readonly warning: AppError | null }>;

/** The number of log lines that are searched for a cause. */
const tellingLines = 50;

/** Chooses the accelerator and processor; an error if KVM was demanded and does not work. */
export async function chooseProcessor(
  machine: Pick<MachineFile, "acceleration">,
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
 * The memory that a machine goes on with: of a snapshot, by its tag, of one that was suspended, of its
 * warmed template, or what comes from another computer, where it still runs.
 */
export type SavedMemory =
  | { readonly snapshot: string }
  | Pick<HeldWarm, "ram">
  | "live"
  | { readonly state: string; readonly bytes: number };

function memoryOptions(memory: SavedMemory | null): readonly string[] {
  if (memory === null) return [];
  if (memory === "live") return ["-S", "-incoming", "defer"];
  if ("snapshot" in memory) return ["-loadvm", memory.snapshot];
  if ("ram" in memory) return ["-incoming", "defer"];
  return stateOptions;
}

/** Returns where a machine's cable leads; null without a LAN. */
async function cableStart(
  parts: MachinesParts,
  machine: MachineFile,
  socket: string | null,
): Promise<CableStart | null> {
  if (socket === null) return null;
  const tap = await makeTapFor(parts, machine);
  return tap === null ? { socket } : { tap };
}

/**
 * Starts a machine, unless it runs. Its lock is held. With saved memory it goes on with that; of one
 * that was suspended the guest is loaded then, and paused; of one of a warmed template, or of another
 * computer, QEMU waits for it.
 */
export async function launch(
  parts: MachinesParts,
  machine: MachineFile,
  runtime: MachineRuntime,
  memory: SavedMemory | null,
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
  const closed = await parts.holdAirlock(machine);
  if (!closed.ok) return closed;
  const beneath = await findBase(parts.paths, machine);
  if (!beneath.ok) return beneath;
  const lease = await borrowDisk(parts, machine, disk.value);
  if (!lease.ok) return lease;
  await recordStart(runtime, chosen.value.accelerator, memory === null);
  const guarded = renewVncPassword(runtime, machine.vncDisplay !== null);
  if (!guarded.ok) return guarded;
  const isLive = memory === "live";
  const ram = memory !== null && !isLive && "ram" in memory ? memory.ram : null;
  const isPulled = machine.network.cablePulled === true;
  // It is plugged in by its weather once QEMU runs, and before the guest has sent anything.
  const isPlain = machine.network.weather === undefined;
  const start = isPulled || !isPlain ? null : await cableStart(parts, machine, socket);
  const args = [
    ...buildQemuArgs(
      machine,
      runtime.qemu,
      chosen.value.processor,
      start,
      beneath.value,
      ram === null ? null : heldMemory,
    ),
    ...memoryOptions(memory),
  ];
  const launched = await (memory !== null && !isLive && "state" in memory
    ? launchWithState(args, runtime, memory.state, memory.bytes)
    : ram === null
      ? launchQemu(args, runtime, lease.value, { isIncoming: isLive })
      : launchWithMemory(args, runtime, ram));
  if (!launched.ok) {
    await parts.removeTap(machine.network.mac);
    return {
      ok: false,
      error: await explainLaunch(parts.paths, launched.failure, machine, runtime),
    };
  }
  await recordProcess(runtime, launched.process);
  const weather = await startWeather(parts, machine);
  if (!weather.ok) return ok({ warning: weather.error });
  const isWithoutLan = socket === null && !isPulled;
  const warning = isWithoutLan ? appError("machine-without-lan", { name: machine.name }) : null;
  return ok({ warning });
}

/**
 * Launches a machine; one whose type QEMU no longer knows gets the newest, as a computer gets a new
 * board. Memory that was saved with the old type is not loaded, so that is left to fail.
 */
export async function launchKnownType(
  parts: MachinesParts,
  machine: MachineFile,
  runtime: MachineRuntime,
  memory: SavedMemory | null,
): Promise<Started> {
  const started = await launch(parts, machine, runtime, memory);
  const isOfUnknownType =
    memory === null && !started.ok && isUnknownType(started.error.cause ?? "");
  if (!isOfUnknownType) return started;
  const { machineType: _gone, ...renewed } = machine;
  return launch(parts, renewed, runtime, memory);
}
