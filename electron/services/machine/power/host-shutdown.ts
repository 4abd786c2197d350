import { touchedMachines } from "../../../adapters/qemu/runtime.ts";
import { settingIn } from "../../../contract/machine/hardware-values.ts";
import { type MachinesParts, requireRunning } from "../../registry/parts.ts";
import { killMachine, stopMachine } from "./power.ts";
import { suspendMachine } from "./suspend.ts";

/**
 * How long before the deadline guests are waited for no more, in ms: QEMU writes back its disks.
 */
const flushMs = 1500;

/**
 * Ends all running machines as each is set, by suspending or powering it down, and forces those that are
 * not off in time. They stay wanted. Returns how many were forced.
 */
export async function endForShutdown(parts: MachinesParts, deadline: number): Promise<number> {
  const ids = [...(await touchedMachines(parts.paths))];
  const forced = await Promise.all(ids.map((id) => endOne(parts, id, deadline - flushMs)));
  return forced.filter(Boolean).length;
}

/** Ends one machine by a time; true: by force. */
async function endOne(parts: MachinesParts, id: string, latest: number): Promise<boolean> {
  const running = await requireRunning(parts.paths, id);
  if (!running.ok) return false;
  const left = () => Math.max(0, latest - Date.now());
  const isSuspended =
    settingIn(running.value.machine, "hostShutdown") === "suspend" &&
    (await suspendMachine(parts, id, { keepWanted: true, signal: AbortSignal.timeout(left()) })).ok;
  if (isSuspended) return false;
  // A machine that could not be suspended still hears the power button.
  const stopped = await stopMachine(parts, id, { timeoutSeconds: left() / 1000, keepWanted: true });
  if (stopped.ok || stopped.error.code === "machine-not-running") return false;
  return (await killMachine(parts, id, { keepWanted: true })).ok;
}
