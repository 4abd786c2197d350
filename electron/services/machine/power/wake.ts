import { join } from "node:path";
import { withLock } from "../../../adapters/files/file-lock.ts";
import { machineError } from "../../../adapters/qemu/process.ts";
import { connectQmp } from "../../../adapters/qemu/qmp-client.ts";
import {
  type MachineRuntime,
  machineRuntime,
  prepareRuntime,
  purposeStart,
} from "../../../adapters/qemu/runtime.ts";
import { openWakePort } from "../../../adapters/qemu/wake-port.ts";
import { loadWarmState } from "../../../adapters/qemu/warm-state.ts";
import { noteWanted } from "../../../adapters/store/keep-running-record.ts";
import { forgetWaking, isWaking } from "../../../adapters/store/waking-record.ts";
import type { HeldWarm } from "../../../adapters/store/warm-store.ts";
import { type AppError, appError, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import { cardToPlug } from "../../../core/machine/hardware-options.ts";
import type { MachinesParts } from "../../registry/parts.ts";
import { launch } from "./launch.ts";
import { renewUnwoken } from "./unwoken.ts";

/** How long a guest may take to tell that it knows who it is, in ms; emulated and busy it takes seconds. */
const namedMs = 60_000;

/** The warmed state from which a machine goes on. */
export interface Warmth extends HeldWarm {
  /** Builds what its guest is told, at the moment when it is told. */
  readonly message: () => string;
  /** Why the machine may not be in the LAN; null: it may, and the LAN knows it. */
  readonly cleared: Promise<AppError | null>;
}

/**
 * Has a machine go on from the warmed state that it was created with. If it does not work, the machine is as if the template had no
 * such state: it does not run, and boots at its first start.
 */
export async function wakeMachine(
  parts: MachinesParts,
  machine: MachineFile,
  warmth: Warmth,
  signal?: AbortSignal,
): Promise<Result<void>> {
  const runtime = machineRuntime(parts.paths, machine.id);
  const prepared = prepareRuntime(parts.paths, runtime, parts.uid);
  if (!prepared.ok) return prepared;
  const folder = join(parts.paths.machines, machine.id);
  const busy = () => appError("machine-busy", { name: machine.name });
  const woken = await withLock<void>(runtime.lock, purposeStart, 0, busy, async () => {
    // Another program may have started it in between: then it boots.
    if (!(await isWaking(folder))) return ok(undefined);
    const failed = await wake(parts, machine, runtime, warmth, signal);
    if (failed !== null) {
      const whole = await renewUnwoken(parts, machine, runtime);
      return whole.ok ? { ok: false, error: failed } : whole;
    }
    await forgetWaking(folder);
    await noteWanted(parts.paths.machines, machine.id);
    return ok(undefined);
  });
  if (woken.ok) parts.keep();
  return woken;
}

async function wake(
  parts: MachinesParts,
  machine: MachineFile,
  runtime: MachineRuntime,
  { ram, state, message, cleared }: Warmth,
  signal: AbortSignal | undefined,
): Promise<AppError | null> {
  const launched = await launch(parts, machine, runtime, { ram });
  if (!launched.ok) return launched.error;
  const { commandQmp, wake: port } = runtime.qemu;
  const [client, guest] = await Promise.all([connectQmp(commandQmp), openWakePort(port)]);
  try {
    if (!client.ok) return machineError(machine.name, client.error);
    if (guest === null) return appError("machine-not-answering", { name: machine.name });
    const loaded = await loadWarmState(client.value, runtime, machine.name, state);
    if (!loaded.ok) return notWoken(machine, loaded.error);
    const gone = await client.value.execute("cont");
    if (!gone.ok) return notWoken(machine, machineError(machine.name, gone.error));
    guest.tell(message());
    const isNamed = (await guest.answer(namedMs, signal)) === "named";
    if (!isNamed) return signal?.aborted === true ? appError("cancelled", {}) : notWoken(machine);
    // Until now it has no card, so that nobody in the LAN sees two guests with one address.
    const refused = await cleared;
    if (refused !== null) return refused;
    const plugged = await client.value.execute("device_add", cardToPlug(machine));
    return plugged.ok ? null : notWoken(machine, machineError(machine.name, plugged.error));
  } finally {
    guest?.close();
    if (client.ok) client.value.close();
  }
}

function notWoken({ name }: MachineFile, why?: AppError): AppError {
  return appError("machine-wake-failed", { name }, why && `${why.code}\n${why.cause ?? ""}`);
}
