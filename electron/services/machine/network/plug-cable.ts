import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { withLock } from "../../../adapters/files/file-lock.ts";
import { readMachineTap } from "../../../adapters/net/machine-tap.ts";
import { readCableRecord, readPlugPid } from "../../../adapters/qemu/cable-view.ts";
import { commandQemu } from "../../../adapters/qemu/process.ts";
import type { QmpClient, QmpError } from "../../../adapters/qemu/qmp-client.ts";
import { touchedMachines } from "../../../adapters/qemu/runtime.ts";
import {
  carrierGone,
  isCarried,
  startCarrier,
  tellCarrier,
} from "../../../adapters/qemu/weather-cable.ts";
import { createVdeSwitch } from "../../../adapters/switch/vde-switch.ts";
import { appError, fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import { settingIn } from "../../../contract/machine/hardware-values.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import { portOfProcess } from "../../../core/lan/switch-ports.ts";
import { cable } from "../../../core/machine/qemu-parts.ts";
import { type MachinesParts, type Running, requireRunning } from "../../registry/parts.ts";

/** Resolves once the switch has freed the former port of a process. */
type LetGo = (pid: number) => Promise<void>;

/** Where QEMU's end of the cable goes, as `netdev_add` takes it. */
type CableEnd =
  | { readonly type: "vde"; readonly sock: string }
  | {
      readonly type: "tap";
      readonly ifname: string;
      readonly script: "no";
      readonly downscript: "no";
    }
  | {
      readonly type: "stream";
      readonly server: false;
      readonly addr: { readonly type: "unix"; readonly path: string };
    };

/** Longer than a weather process takes to start, in ms. */
const lockWaitMs = 20_000;
/** The switch takes a plug in its next turn. */
const plugMs = 2000;
const pauseMs = 20;

/** Returns the switch whose sockets are in a folder. */
export const switchAt = ({ uid }: MachinesParts, socket: string) =>
  createVdeSwitch(dirname(socket), uid);

/** Holds the lock of a machine's cable: its supervisor and a command may both want to change it. */
export function withCable<T>(
  { runtime, machine }: Running,
  work: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const busy = () => appError("machine-busy", { name: machine.name });
  return withLock(runtime.cable.lock, "cable", lockWaitMs, busy, work);
}

/** Pulls the cable out of its present plug. */
export async function unplug(client: QmpClient): Promise<QmpError | null> {
  for (const id of [cable.port, cable.netdev]) {
    const removed = await client.execute("netdev_del", { id });
    // QEMU refuses to remove a missing device, but then the cable is pulled already.
    if (!removed.ok && removed.error.kind !== "refused") return removed.error;
  }
  return null;
}

/** Pulls the cable and plugs it in where `letGo` tells, once that has ended. */
async function plug(client: QmpClient, letGo: () => Promise<NewEnd>): Promise<QmpError | null> {
  const pulled = await unplug(client);
  if (pulled !== null) return pulled;
  const { end, isAnnounced } = await letGo();
  const added = await client.execute("netdev_add", { id: cable.netdev, ...end });
  if (!added.ok) return added.error;
  const joined = await client.execute("netdev_add", {
    type: "hubport",
    id: cable.port,
    hubid: cable.hub,
    netdev: cable.netdev,
  });
  // The bridge and the switch know the card at its former place, and would send its frames there.
  if (joined.ok && isAnnounced) await client.execute("announce-self", announcing);
  return joined.ok ? null : joined.error;
}

/** QEMU sends frames of the card's at once, and once more, as their like may be lost (in ms). */
const announcing = { initial: 50, max: 200, rounds: 2, step: 100 } as const;

/** The new end of a cable, and whether the LAN must be told that the card is there now. */
interface NewEnd {
  readonly end: CableEnd;
  readonly isAnnounced: boolean;
}

/** Returns the end for a cable: the switch itself, or a process that waits to carry its frames. */
async function prepareEnd(
  { runtime, machine }: Running,
  socket: string,
): Promise<Result<CableEnd>> {
  const { cable: files, folder } = runtime;
  if ((await readCableRecord(files)) === null) return ok({ type: "vde", sock: socket });
  if (await isCarried(files)) {
    const pulled = await commandQemu(runtime, machine.name, unplug);
    if (!pulled.ok) return pulled;
    await carrierGone(files);
  }
  return (await startCarrier(files, folder, socket))
    ? ok({ type: "stream", server: false, addr: { type: "unix", path: files.socket } })
    : fail("weather-failed", { name: machine.name });
}

/** Returns the end of a cable that is a tap of the machine's own; null if it is to be a plug. */
async function tapFor(parts: MachinesParts, machine: MachineFile): Promise<NewEnd | null> {
  const ifname = await makeTapFor(parts, machine);
  if (ifname === null) return null;
  return { end: { type: "tap", ifname, script: "no", downscript: "no" }, isAnnounced: true };
}

/** Has a tap made for a machine with a virtio card; null if its cable is to be a plug of the switch. */
export async function makeTapFor(
  parts: MachinesParts,
  machine: MachineFile,
): Promise<string | null> {
  const { nic, mac } = machine.network;
  const others = settingIn(machine, "sendAs") === "any";
  return nic === "virtio" ? parts.makeTap({ mac, others }) : null;
}

/** Has running machines let go of their taps, which are about to be removed. */
export async function letGoOfTaps(parts: MachinesParts): Promise<void> {
  const ids = [...(await touchedMachines(parts.paths))];
  await Promise.all(
    ids.map(async (id) => {
      const running = await requireRunning(parts.paths, id);
      if (!running.ok) return;
      const one = running.value;
      if ((await readMachineTap(one.machine.network.mac)) === null) return;
      await withCable(one, () => commandQemu(one.runtime, one.machine.name, unplug));
    }),
  );
}

/** Plugs a running machine's cable into the switch, by its weather if it has one. Its lock is held. */
export async function plugIn(
  parts: MachinesParts,
  one: Running,
  socket: string,
  letGo: LetGo = async () => {},
): Promise<Result<void>> {
  const { runtime, machine, process } = one;
  const former = await readPlugPid(runtime.cable);
  const end = await prepareEnd(one, socket);
  if (!end.ok) return end;
  const done = await commandQemu(runtime, machine.name, (client) =>
    plug(client, async () => {
      await letGo(process.pid);
      if (former !== null) {
        // It ends once QEMU has pulled, but on a busy computer not at once, and its plug with it.
        if (end.value.type === "vde") await carrierGone(runtime.cable);
        await letGo(former);
      }
      return end.value.type === "vde"
        ? ((await tapFor(parts, machine)) ?? { end: end.value, isAnnounced: false })
        : { end: end.value, isAnnounced: await parts.removeTap(machine.network.mac) };
    }),
  );
  if (done.ok && end.value.type === "stream") await awaitPlug(parts, one, socket);
  return done;
}

/** Waits until the switch has the plug of the process that carries a cable. */
async function awaitPlug(
  parts: MachinesParts,
  { runtime }: Running,
  socket: string,
): Promise<void> {
  const deadline = Date.now() + plugMs;
  do {
    const pid = await readPlugPid(runtime.cable);
    const ports = pid === null ? null : await switchAt(parts, socket).ports();
    if (pid !== null && portOfProcess(ports ?? [], pid) !== undefined) return;
    await delay(pauseMs);
  } while (Date.now() < deadline);
}

/**
 * Has a running machine's cable carried as its record says: after the record was written, what it
 * says has ended, or the process that carried it was killed.
 */
export async function settleCable(parts: MachinesParts, id: string): Promise<Result<void>> {
  const running = await requireRunning(parts.paths, id);
  if (!running.ok) return running.error.code === "machine-not-running" ? ok(undefined) : running;
  const one = running.value;
  return withCable(one, async () => {
    const { cable: files } = one.runtime;
    const [record, carried, socket] = await Promise.all([
      readCableRecord(files),
      isCarried(files),
      parts.switchSocket(),
    ]);
    if (record !== null && carried && (await tellCarrier(files))) return ok(undefined);
    const isPlain = record === null && !carried;
    if (isPlain || socket === null || one.machine.network.cablePulled === true)
      return ok(undefined);
    return switchAt(parts, socket).movePlugs((letGo) => plugIn(parts, one, socket, letGo));
  });
}
