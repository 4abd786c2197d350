import { availableParallelism, totalmem } from "node:os";
import { pathsFrom } from "../adapters/paths.ts";
import { createSettingsPort } from "../adapters/settings-store.ts";
import { createVdeSwitch } from "../adapters/vde-switch.ts";
import { mostRunningMachines } from "../core/machine-checks.ts";
import type { MachinesService } from "./interfaces.ts";
import type { MachinesParts } from "./machine-parts.ts";
import { createMachinesService } from "./machines.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** The machines' use cases alone, for commands that need nothing else and must be quick. */
export function createMachines(env: Environment): MachinesService {
  return createMachinesService(machinesParts(env));
}

/** What all use cases of machines and templates work with. */
export function machinesParts(env: Environment): MachinesParts {
  const uid = process.getuid?.() ?? 0;
  const paths = pathsFrom(env, uid);
  const settings = createSettingsPort(paths.settingsFile);
  const vdeSwitch = createVdeSwitch(paths.switchFolder, uid);
  return {
    paths,
    uid,
    host: { memoryMiB: Math.floor(totalmem() / 1024 ** 2), cpus: availableParallelism() },
    mostRunning: mostRunningMachines,
    lanSettings: async () => (await settings.read()).lan,
    switchSocket: async () => ((await vdeSwitch.ports()) === null ? null : vdeSwitch.socketFolder),
  };
}
