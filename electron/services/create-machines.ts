import { availableParallelism, totalmem } from "node:os";
import { readMachines } from "../adapters/machine-store.ts";
import { netdFolder, talkToNetd } from "../adapters/netd-client.ts";
import { type Paths, pathsFrom } from "../adapters/paths.ts";
import { createSettingsPort } from "../adapters/settings-store.ts";
import { createVdeSwitch } from "../adapters/vde-switch.ts";
import { ok, type Result } from "../contract/errors.ts";
import type { MachineFile } from "../contract/machine.ts";
import { mostRunningMachines } from "../core/machine-checks.ts";
import type { MachinesService } from "./interfaces.ts";
import { tellLanOfMachines } from "./lan-machines.ts";
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
  const netd = talkToNetd(netdFolder(uid));
  return {
    paths,
    uid,
    host: { memoryMiB: Math.floor(totalmem() / 1024 ** 2), cpus: availableParallelism() },
    mostRunning: mostRunningMachines,
    tellLan: () => tellLanOfMachines(netd, readMachinesOf(paths)),
    lanSettings: async () => (await settings.read()).lan,
    switchSocket: async () => ((await vdeSwitch.ports()) === null ? null : vdeSwitch.socketFolder),
  };
}

/** Reads the machines that can be read. */
export function readMachinesOf(paths: Paths): () => Promise<Result<readonly MachineFile[]>> {
  return async () => {
    const stored = await readMachines(paths.machines);
    return stored.ok ? ok(stored.value.machines) : stored;
  };
}
