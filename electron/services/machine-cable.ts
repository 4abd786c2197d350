import { setTimeout as delay } from "node:timers/promises";
import { touchedMachines } from "../adapters/machine-runtime.ts";
import { commandQemu } from "../adapters/qemu-process.ts";
import type { QmpClient, QmpError } from "../adapters/qmp-client.ts";
import { ok, type Result } from "../contract/errors.ts";
import { cable } from "../core/qemu-args.ts";
import { type MachinesParts, requireRunning } from "./machine-parts.ts";
import { changeMachine } from "./machine-registry.ts";

/** Pulls the cable out of wherever it is. */
async function unplug(client: QmpClient): Promise<QmpError | null> {
  for (const id of [cable.port, cable.netdev]) {
    const removed = await client.execute("netdev_del", { id });
    // What is not there cannot be removed: then QEMU refuses, and all is well.
    if (!removed.ok && removed.error.kind !== "refused") return removed.error;
  }
  return null;
}

/** Pulls the cable and plugs it into the switch at a folder of sockets. */
async function plug(client: QmpClient, socket: string): Promise<QmpError | null> {
  const pulled = await unplug(client);
  if (pulled !== null) return pulled;
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

/** Does something to each machine whose cable is not pulled, all at once; gives those that run and could not be reached. */
async function toEach(
  parts: MachinesParts,
  ids: readonly string[],
  work: (client: QmpClient) => Promise<QmpError | null>,
): Promise<readonly string[]> {
  const failed = await Promise.all(
    ids.map(async (id) => {
      const running = await requireRunning(parts.paths, id);
      if (!running.ok) return null;
      const { machine, runtime } = running.value;
      if (machine.network.cablePulled === true) return null;
      const done = await commandQemu(runtime, machine.name, work);
      return done.ok ? null : id;
    }),
  );
  return failed.filter((id) => id !== null);
}

/**
 * Pauses before each attempt, in milliseconds: QEMU may be busy, and the switch may be started once
 * more in between.
 */
const pauses = [0, 200, 500, 1000, 3000] as const;

/**
 * Plugs every running machine into the switch as it is now; guests do not notice. One that cannot be
 * reached after several attempts is left, and shows itself by not answering.
 */
export async function plugMachines(parts: MachinesParts): Promise<void> {
  let ids: readonly string[] = [...(await touchedMachines(parts.paths))];
  for (const pause of pauses) {
    if (ids.length === 0) return;
    await delay(pause);
    const socket = await parts.switchSocket();
    if (socket === null) return;
    ids = await toEach(parts, ids, (client) => plug(client, socket));
  }
}

/** Pulls a machine's cable or plugs it in, now and at each start from now on. */
export async function setCable(
  parts: MachinesParts,
  id: string,
  isPlugged: boolean,
): Promise<Result<void>> {
  const written = await changeMachine(parts, id, (machine) => {
    const { cablePulled: _former, ...network } = machine.network;
    return { ...machine, network: isPlugged ? network : { ...network, cablePulled: true } };
  });
  if (!written.ok) return written;
  const running = await requireRunning(parts.paths, id);
  if (!running.ok) return running.error.code === "machine-not-running" ? ok(undefined) : running;
  const socket = isPlugged ? await parts.switchSocket() : null;
  const { runtime, machine } = running.value;
  const change = () =>
    commandQemu(runtime, machine.name, (client) =>
      socket === null ? unplug(client) : plug(client, socket),
    );
  const done = await change();
  if (done.ok || done.error.code !== "program-failed") return done;
  // The switch, which has just lost the former plug, now and then refuses the next one.
  await delay(pauses[1]);
  return change();
}
