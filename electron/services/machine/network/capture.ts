import { setTimeout as delay } from "node:timers/promises";
import { withLock } from "../../../adapters/files/file-lock.ts";
import { isAlive } from "../../../adapters/process/process-identity.ts";
import {
  beginCapture,
  capturedBytes,
  endCapture,
  isCaptureAbandoned,
} from "../../../adapters/qemu/capture.ts";
import { machineError } from "../../../adapters/qemu/process.ts";
import { machineRuntime, runningMachines } from "../../../adapters/qemu/runtime.ts";
import { appError, ok, type Result } from "../../../contract/errors/app-error.ts";
import { fileError } from "../../../core/base/file-error.ts";
import type { CaptureOptions } from "../../base/interfaces.ts";
import { type MachinesParts, requireRunning } from "../../registry/parts.ts";

/** The interval between two looks at the file's size and at QEMU, in ms. */
const lookMs = 200;

/**
 * Writes the frames of a running machine to a new file until the signal, the time or the size ends
 * it, or the machine; returns the file's size.
 */
export async function captureMachine(
  parts: MachinesParts,
  id: string,
  file: string,
  { signal, forMs, mostBytes }: CaptureOptions,
): Promise<Result<number>> {
  const running = await requireRunning(parts.paths, id);
  if (!running.ok) return running;
  const { runtime, machine, process } = running.value;
  const busy = () => appError("capture-busy", { name: machine.name });
  return withLock(runtime.capture.lock, "capture", 0, busy, async () => {
    // One that its program did not end, because it was killed.
    await endCapture(runtime);
    const deadline = forMs === null ? Number.POSITIVE_INFINITY : Date.now() + forMs;
    try {
      const refused = await beginCapture(runtime, file);
      if (refused !== null) return { ok: false, error: machineError(machine.name, refused) };
    } catch (error) {
      return { ok: false, error: fileError(file, error) };
    }
    while (signal?.aborted !== true && Date.now() < deadline && (await isAlive(process))) {
      if ((await capturedBytes(file)) >= mostBytes) break;
      await delay(lookMs, undefined, { signal }).catch(() => {});
    }
    const failed = (await isAlive(process)) ? await endCapture(runtime) : null;
    return failed === null
      ? ok(await capturedBytes(file))
      : { ok: false, error: machineError(machine.name, failed) };
  });
}

/** Ends the captures whose programs were killed: their files would grow without end. */
export async function endAbandonedCaptures({ paths }: MachinesParts): Promise<void> {
  const runtimes = (await runningMachines(paths)).map((id) => machineRuntime(paths, id));
  await Promise.all(
    runtimes.map(async (runtime) => {
      if (await isCaptureAbandoned(runtime)) await endCapture(runtime);
    }),
  );
}
