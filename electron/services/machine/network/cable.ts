import { setTimeout as delay } from "node:timers/promises";
import { readMachineTap } from "../../../adapters/net/machine-tap.ts";
import { readPlugPid } from "../../../adapters/qemu/cable-view.ts";
import { commandQemu } from "../../../adapters/qemu/process.ts";
import { touchedMachines } from "../../../adapters/qemu/runtime.ts";
import { ok, type Result } from "../../../contract/errors/app-error.ts";
import { portOfProcess } from "../../../core/lan/switch-ports.ts";
import { type MachinesParts, type Running, requireRunning } from "../../registry/parts.ts";
import { changeMachine } from "../../registry/registry.ts";
import { plugIn, switchAt, unplug, withCable } from "./plug-cable.ts";

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
  const running = await Promise.all(
    found
      .flatMap((one) =>
        one.ok && one.value.machine.network.cablePulled !== true ? [one.value] : [],
      )
      .map(async (one) => ({
        one,
        plugPid: await readPlugPid(one.runtime.cable),
        hasTap: (await readMachineTap(one.machine.network.mac)) !== null,
      })),
  );
  const plugOne = async (one: Running, letGo?: (pid: number) => Promise<void>) => {
    const done = await withCable(one, () => plugIn(parts, one, socket, letGo));
    if (!done.ok) failed.push(one.machine.id);
  };
  const isIn = ({ one, plugPid }: (typeof running)[number]) =>
    [one.process.pid, plugPid].some(
      (pid) => pid !== null && portOfProcess(ports, pid) !== undefined,
    );
  // A tap of its own does not depend on the switch.
  const loose = running.filter((each) => !each.hasTap);
  await Promise.all(loose.filter((each) => !isIn(each)).map(({ one }) => plugOne(one)));
  const plugged = loose.filter(isIn);
  if (plugged.length === 0) return failed;
  // In turn: none loses its plug before it can have the next one.
  await lanSwitch.movePlugs(async (letGo) => {
    for (const { one } of plugged) await plugOne(one, letGo);
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
  const one = running.value;
  const change = () =>
    withCable(one, () =>
      socket === null
        ? commandQemu(one.runtime, one.machine.name, unplug)
        : switchAt(parts, socket).movePlugs((letGo) => plugIn(parts, one, socket, letGo)),
    );
  const done = await change();
  if (done.ok || done.error.code !== "program-failed") return done;
  // Just then the switch has seen another's connection end, as of a machine that was switched off.
  await delay(pauses[1]);
  return change();
}
