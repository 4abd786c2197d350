import { setTimeout as delay } from "node:timers/promises";
import { touchedMachines } from "../adapters/machine-runtime.ts";
import { commandQemu } from "../adapters/qemu-process.ts";
import type { QmpClient, QmpError } from "../adapters/qmp-client.ts";
import { cable } from "../core/qemu-args.ts";
import { type MachinesParts, requireRunning } from "./machine-parts.ts";

/** Pulls the cable out of wherever it is, and plugs it into the switch at a folder of sockets. */
async function plug(client: QmpClient, socket: string): Promise<QmpError | null> {
  // What is not there cannot be removed: then QEMU refuses, and all is well.
  await client.execute("netdev_del", { id: cable.port });
  await client.execute("netdev_del", { id: cable.netdev });
  const added = await client.execute("netdev_add", {
    type: "vde",
    id: cable.netdev,
    sock: socket,
  });
  if (!added.ok) return added.error;
  const joined = await client.execute("netdev_add", {
    type: "hubport",
    id: cable.port,
    hubid: cable.hub,
    netdev: cable.netdev,
  });
  return joined.ok ? null : joined.error;
}

/**
 * Pauses between attempts to plug a machine in, in milliseconds: QEMU may be busy, and the switch may
 * be restarted once more in between.
 */
const plugPauses = [0, 200, 500, 1000, 3000] as const;

async function plugMachine(parts: MachinesParts, id: string): Promise<void> {
  for (const pause of plugPauses) {
    await delay(pause);
    const [running, socket] = await Promise.all([
      requireRunning(parts.paths, id),
      parts.switchSocket(),
    ]);
    if (!running.ok || socket === null) return;
    const { machine, runtime } = running.value;
    const plugged = await commandQemu(runtime, machine.name, (client) => plug(client, socket));
    if (plugged.ok) return;
  }
}

/**
 * Plugs every running machine into the switch as it is now; guests do not notice. One that cannot be
 * reached after several attempts is left, and shows itself by not answering.
 */
export async function plugMachines(parts: MachinesParts): Promise<void> {
  const ids = await touchedMachines(parts.paths);
  await Promise.all([...ids].map((id) => plugMachine(parts, id)));
}
