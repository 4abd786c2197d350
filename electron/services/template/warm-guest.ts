import { releaseHoles } from "../../adapters/files/reserve-file.ts";
import { readLocks } from "../../adapters/process/process-identity.ts";
import { askStatus } from "../../adapters/qemu/ask-status.ts";
import { readLogTail } from "../../adapters/qemu/log-tail.ts";
import { askMachineType } from "../../adapters/qemu/machine-type.ts";
import { launchQemu } from "../../adapters/qemu/process.ts";
import { forgetProcess, type MachineRuntime, observeRuntime } from "../../adapters/qemu/runtime.ts";
import { openWakePort, type WakePort } from "../../adapters/qemu/wake-port.ts";
import { saveWarmState } from "../../adapters/qemu/warm-state.ts";
import { type AppError, appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { MachineFile } from "../../contract/machine/machine.ts";
import { buildQemuArgs } from "../../core/machine/qemu-args.ts";
import type { QemuProcessor } from "../../core/machine/qemu-parts.ts";
import type { WarmWay } from "../base/template-interfaces.ts";
import { endProcess } from "../machine/power/power.ts";

/** How long a guest may take to settle, in minutes: a whole Debian that is emulated takes about five. */
const settleMinutes = 20;
/** The pause between two looks whether the guest still runs, in ms. */
const lookMs = 2000;

/** The guest that is warmed, with the places of its memory and state. */
interface WarmingGuest {
  readonly machine: MachineFile;
  readonly base: string;
  readonly processor: QemuProcessor;
  readonly runtime: MachineRuntime;
  readonly ram: string;
  readonly state: string;
}

/**
 * Runs a guest until it has settled, and saves it as it is then. Its QEMU ends with this program. Returns
 * the machine type that it had.
 */
export async function warmGuest(
  guest: WarmingGuest,
  { signal, onProgress, isUnasked = false }: WarmWay,
): Promise<Result<string>> {
  const { machine, base, processor, runtime, ram } = guest;
  onProgress?.({ step: "boot", fraction: null });
  const memory = { path: ram, isShared: true };
  const args = buildQemuArgs(machine, runtime.qemu, processor, null, base, memory);
  const launched = await launchQemu(args, runtime, null, { isMortal: true, isPatient: isUnasked });
  if (!launched.ok) {
    const { failure } = launched;
    return failure.kind === "error"
      ? { ok: false, error: failure.error }
      : { ok: false, error: await whyEnded(guest) };
  }
  const port = await openWakePort(runtime.qemu.wake);
  try {
    const settled = port === null ? await whyEnded(guest) : await awaitSettled(guest, port, signal);
    if (settled !== null) return { ok: false, error: settled };
    onProgress?.({ step: "save", fraction: null });
    return await save(guest);
  } finally {
    port?.close();
    const { process } = await observeRuntime(runtime, await readLocks());
    if (process !== null) await endProcess(runtime, process);
    await forgetProcess(runtime);
  }
}

async function awaitSettled(
  guest: WarmingGuest,
  port: WakePort,
  signal?: AbortSignal,
): Promise<AppError | null> {
  const { name } = guest.machine;
  const deadline = Date.now() + settleMinutes * 60_000;
  while (Date.now() < deadline) {
    const said = await port.answer(lookMs, signal);
    if (signal?.aborted === true) return appError("cancelled", {});
    if (said === "settled") return null;
    if (said !== null) return appError("template-unfit-to-warm", { name });
    const status = await askStatus(guest.runtime, lookMs);
    if (status === "io-error") return appError("disk-full", { path: guest.machine.disk.path });
    if (status !== null && status !== "running") return whyEnded(guest);
    // One that does not answer is busy, or has ended.
    const { process } = await observeRuntime(guest.runtime, await readLocks());
    if (process === null) return whyEnded(guest);
  }
  return appError("template-silent", { name, minutes: settleMinutes });
}

async function whyEnded({ machine, runtime }: WarmingGuest): Promise<AppError> {
  const log = await readLogTail(runtime.qemuLog, 20);
  const cause = log.join("\n");
  return appError("template-guest-ended", { name: machine.name }, cause);
}

/** Saves the guest; its QEMU is stopped then. */
async function save({ machine, runtime, ram, state }: WarmingGuest): Promise<Result<string>> {
  const { name } = machine;
  const machineType = await askMachineType(runtime);
  if (machineType === null) return fail("machine-not-answering", { name });
  const saved = await saveWarmState(runtime, name, state);
  if (!saved.ok) return saved;
  const { process } = await observeRuntime(runtime, await readLocks());
  if (process !== null && !(await endProcess(runtime, process))) {
    return fail("machine-not-answering", { name });
  }
  await releaseHoles(ram);
  return ok(machineType);
}
