import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { setGuestClock } from "../adapters/guest-agent.ts";
import { machineRuntime, touchedMachines } from "../adapters/machine-runtime.ts";
import { askStatus } from "../adapters/qemu-process.ts";
import type { MachinesParts } from "./machine-parts.ts";
import { commandMachine } from "./machine-power.ts";

/** What became of the machines after the computer's sleep. */
export interface WakeReport {
  /** How many were paused for the sleep and go on. */
  readonly resumed: number;
  /** How many of these have the right time again, by their guest agent. */
  readonly clocksSet: number;
}

const schema = v.array(v.string());

/** Which machines are paused for the sleep: in a file, because this program may not live through it. */
function recordPath({ paths }: MachinesParts): string {
  return join(paths.runtime, "asleep.json");
}

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
  if (asleep.length > 0) {
    await writeFile(recordPath(parts), JSON.stringify(asleep), { mode: 0o600 });
  }
}

/** Lets go on what was paused for the sleep, and corrects the clocks of those that can be told. */
export async function resumeAfterSleep(parts: MachinesParts): Promise<WakeReport> {
  const text = await readFile(recordPath(parts), "utf8").catch(() => "[]");
  await rm(recordPath(parts), { force: true });
  const ids = v.parse(v.fallback(schema, []), parseJson(text));
  const done = await Promise.all(
    ids.map(async (id) => {
      if (!(await commandMachine(parts, id, "cont")).ok) return null;
      return setGuestClock(machineRuntime(parts.paths, id).qemu.agent);
    }),
  );
  const resumed = done.filter((clock) => clock !== null);
  return { resumed: resumed.length, clocksSet: resumed.filter(Boolean).length };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
