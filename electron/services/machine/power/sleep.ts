import { setGuestClock } from "../../../adapters/qemu/agent/guest-agent.ts";
import { askStatus } from "../../../adapters/qemu/ask-status.ts";
import { machineRuntime, touchedMachines } from "../../../adapters/qemu/runtime.ts";
import { recordAsleep, takeAsleep } from "../../../adapters/store/asleep-record.ts";
import type { WakeReport } from "../../base/wake-report.ts";
import type { MachinesParts } from "../../registry/parts.ts";
import { commandMachine } from "./power.ts";

/** Pauses all machines that run, and only these: one that was paused before stays so afterwards. */
export async function pauseForSleep(parts: MachinesParts): Promise<void> {
  const ids = [...(await touchedMachines(parts.paths))];
  const paused = await Promise.all(
    ids.map(async (id) => {
      if ((await askStatus(machineRuntime(parts.paths, id), 1000)) !== "running") return null;
      return (await commandMachine(parts, id, "stop")).ok ? id : null;
    }),
  );
  const asleep = paused.filter((id) => id !== null);
  if (asleep.length > 0) await recordAsleep(parts.paths.runtime, asleep);
}

/**
 * Resumes the machines that were paused for the sleep, and corrects the clocks of those with an
 * agent.
 */
export async function resumeAfterSleep(parts: MachinesParts): Promise<WakeReport> {
  const ids = await takeAsleep(parts.paths.runtime);
  const done = await Promise.all(
    ids.map(async (id) => {
      if (!(await commandMachine(parts, id, "cont")).ok) return null;
      return setGuestClock(machineRuntime(parts.paths, id).qemu.agent);
    }),
  );
  const resumed = done.filter((clock) => clock !== null);
  return { resumed: resumed.length, clocksSet: resumed.filter(Boolean).length };
}
