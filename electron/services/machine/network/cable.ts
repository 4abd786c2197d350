import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { commandQemu } from "../../../adapters/qemu/process.ts";
import type { QmpClient, QmpError } from "../../../adapters/qemu/qmp-client.ts";
import { touchedMachines } from "../../../adapters/qemu/runtime.ts";
import { createVdeSwitch } from "../../../adapters/switch/vde-switch.ts";
import { ok, type Result } from "../../../contract/errors/app-error.ts";
import { portOfProcess } from "../../../core/lan/switch-ports.ts";
import { cable } from "../../../core/machine/qemu-parts.ts";
import { type MachinesParts, type Running, requireRunning } from "../../registry/parts.ts";
import { changeMachine } from "../../registry/registry.ts";

/** The switch whose sockets are in a folder. */
const switchAt = ({ uid }: MachinesParts, socket: string) => createVdeSwitch(dirname(socket), uid);

/** Pulls the cable out of its present plug. */
async function unplug(client: QmpClient): Promise<QmpError | null> {
  for (const id of [cable.port, cable.netdev]) {
    const removed = await client.execute("netdev_del", { id });
    // QEMU refuses to remove a missing device, but then the cable is pulled already.
    if (!removed.ok && removed.error.kind !== "refused") return removed.error;
  }
  return null;
}

/** Pulls the cable and plugs it into the switch at a folder of sockets, once `letGo` has ended. */
async function plug(
  client: QmpClient,
  socket: string,
  letGo = async () => {},
): Promise<QmpError | null> {
  const pulled = await unplug(client);
  if (pulled !== null) return pulled;
  await letGo();
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
 * Plugs in the machines whose cable is not pulled; returns the running ones that could not be
 * reached.
 */
async function plugEach(
  parts: MachinesParts,
  ids: readonly string[],
  socket: string,
): Promise<readonly string[]> {
  const lanSwitch = switchAt(parts, socket);
  const ports = (await lanSwitch.ports()) ?? [];
  const failed: string[] = [];
  const found = await Promise.all(ids.map((id) => requireRunning(parts.paths, id)));
  const running = found.flatMap((one) =>
    one.ok && one.value.machine.network.cablePulled !== true ? [one.value] : [],
  );
  const plugOne = async (one: Running, letGo?: () => Promise<void>) => {
    const { machine, runtime } = one;
    const done = await commandQemu(runtime, machine.name, (client) => plug(client, socket, letGo));
    if (!done.ok) failed.push(machine.id);
  };
  const isIn = ({ process }: Running) => portOfProcess(ports, process.pid) !== undefined;
  await Promise.all(running.filter((one) => !isIn(one)).map((one) => plugOne(one)));
  const plugged = running.filter(isIn);
  if (plugged.length === 0) return failed;
  // In turn: none loses its plug before it can have the next one.
  await lanSwitch.movePlugs(async (letGo) => {
    for (const one of plugged) await plugOne(one, () => letGo(one.process.pid));
  });
  return failed;
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
    ids = await plugEach(parts, ids, socket);
  }
}

/** Pulls a machine's cable or plugs it in, now and at each later start. */
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
  const { runtime, machine, process } = running.value;
  const change = () =>
    commandQemu(runtime, machine.name, (client) =>
      socket === null
        ? unplug(client)
        : switchAt(parts, socket).movePlugs((letGo) =>
            plug(client, socket, () => letGo(process.pid)),
          ),
    );
  const done = await change();
  if (done.ok || done.error.code !== "program-failed") return done;
  // Just then the switch has seen another's connection end, as of a machine that was switched off.
  await delay(pauses[1]);
  return change();
}
