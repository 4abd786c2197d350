import { join } from "node:path";
import type { MachineJson } from "../../electron/contract/app/cli.ts";
import type { Instance } from "../rig/command.ts";
import { buildGuestDisk } from "../rig/guest/disk.mjs";
import { until } from "../rig/until.ts";

/** Seconds that an emulated guest may take beside others. */
const patience = 180;

/** Switches the LAN on, and adds and starts machines with real guests, one after the other. */
export async function startMachines(instance: Instance, count: number): Promise<void> {
  await instance.json("lan", "up");
  for (let number = 1; number <= count; number++) {
    const name = `bench${number}`;
    const disk = join(instance.folder, `${name}.qcow2`);
    await buildGuestDisk({ path: disk, name, address: `192.168.100.${number}` });
    await instance.json("add", name, "--disk", disk, "--memory", "128", "--accel", "tcg");
    await instance.json("start", name);
    // A guest is idle only after it has booted.
    await until(`${name} to answer`, () => answers(instance, name), patience);
  }
}

async function answers(instance: Instance, name: string): Promise<boolean> {
  const machines = await instance.json<readonly MachineJson[]>("list");
  return machines.some((machine) => machine.name === name && machine.reachable === true);
}
