import type { MoveChannel } from "../../../adapters/computer/move-channel.ts";
import { carryStreams, type StreamChannel } from "../../../adapters/computer/move-streams.ts";
import { ownBundle } from "../../../adapters/own-install/bundle.ts";
import { runAfterUs } from "../../../adapters/process/after-us.ts";
import { readLocks } from "../../../adapters/process/process-identity.ts";
import { askStatus } from "../../../adapters/qemu/ask-status.ts";
import { ownProcessor } from "../../../adapters/qemu/live/facts.ts";
import {
  askLiveDisks,
  askQemuVersion,
  finishMemory,
  mirrorDisks,
  sendMemory,
  undoLive,
} from "../../../adapters/qemu/live/source.ts";
import { askMachineType } from "../../../adapters/qemu/machine-type.ts";
import {
  forgetProcess,
  type MachineRuntime,
  observeRuntime,
} from "../../../adapters/qemu/runtime.ts";
import type { LiveOffer, ReceiverMessage } from "../../../contract/computer/move.ts";
import {
  type AppError,
  appError,
  fail,
  ok,
  type Result,
} from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import { machineDisks } from "../../../core/machine/disks.ts";
import type { ProcessIdentity } from "../../../system/process-identity.ts";
import { endProcess } from "../../machine/power/power.ts";
import type { MachinesParts } from "../../registry/parts.ts";
import { packParcel, withoutLocal } from "./files.ts";
import { giveUp } from "./give-up.ts";
import { type Listener, listenToReceiver, type SendOptions, sendParcel } from "./send-files.ts";

/** A guest that stands still for so long because of its move goes on here, in ms. */
const mostStillMs = 15_000;

/** A machine that runs, with its lock held. */
export interface RunningHere {
  readonly machine: MachineFile;
  readonly runtime: MachineRuntime;
  readonly process: ProcessIdentity;
}

/**
 * Sends a machine while its guest runs: disks and memory are sent until little is left, then it stands
 * still for a moment, is given up here, and goes on there. Before that, whatever fails or is killed, it goes on
 * here; a process that outlives ours sees to that.
 */
export async function sendLive(
  parts: MachinesParts,
  plain: MoveChannel,
  one: RunningHere,
  options: SendOptions,
): Promise<Result<number>> {
  const { machine, runtime, process: qemu } = one;
  const { token, computer } = options;
  const described = await describeLive(parts, one, options);
  if (!described.ok) return described;
  const live = described.value;
  const parcel = await packParcel(parts.paths, machine, true);
  if (!parcel.ok) return parcel;
  const channel = carryStreams(plain);
  const listener = listenToReceiver(channel, computer, machine.name);
  const named = computer === null ? [] : ["--computer", computer];
  const paused = live.isPaused ? ["--paused"] : [];
  const words = ["mend-move", "source", machine.id, token, ...named, ...paused];
  const guard = runAfterUs([process.execPath, ownBundle("cli"), ...words]);
  let isUndecided = false;
  try {
    const offer = { ...withoutLocal(machine), live };
    const ready = await sendParcel(channel, offer, parcel.value, listener, options);
    if (!ready.ok) return ready;
    const sent = await sendRunning(channel, one, live, listener, options);
    const leaving = { token, computer, live: { isPaused: live.isPaused } };
    const given = sent.ok ? await giveUp(parts.paths, channel, machine, leaving, listener) : sent;
    if (given.ok) {
      await endProcess(runtime, qemu);
      await forgetProcess(runtime);
      return sent.ok ? ok(ready.value + sent.value) : sent;
    }
    isUndecided = given.error.code === "machine-leaving";
    channel.closeStreams();
    if (!isUndecided) {
      await undoLive(runtime, machine.name, live.disks.length, live.isPaused);
    }
    return given;
  } finally {
    channel.closeStreams();
    if (isUndecided) guard.now();
    else guard.spare();
  }
}

/** Describes how a machine runs, or tells why it cannot move without being stopped. */
async function describeLive(
  parts: MachinesParts,
  { machine, runtime }: RunningHere,
  { isJoined, computer }: SendOptions,
): Promise<Result<LiveOffer>> {
  const { name, cdrom } = machine;
  const about = { name, computer: computer ?? "" };
  if (cdrom !== undefined) return fail("move-live-cd", about);
  const status = await askStatus(runtime, 3000);
  if (status !== "running" && status !== "paused") return fail("machine-not-answering", { name });
  const [version, disks, type, facts, socket] = await Promise.all([
    askQemuVersion(runtime, name),
    askLiveDisks(runtime, name, machineDisks(machine).length),
    askMachineType(runtime),
    readLocks().then((locks) => observeRuntime(runtime, locks)),
    parts.switchSocket(),
  ]);
  if (!version.ok) return version;
  if (!disks.ok) return disks;
  if (type === null) return fail("machine-not-answering", { name });
  if (disks.value.some(({ hasSnapshots }) => hasSnapshots)) {
    return fail("move-live-snapshots", about);
  }
  const isOnLan = socket !== null && machine.network.cablePulled !== true;
  if (isOnLan && isJoined === false) return fail("move-live-lan", about);
  const accelerator = facts.accelerator?.kind ?? "tcg";
  return ok({
    ...{ qemu: version.value, machineType: type, accelerator },
    processor: accelerator === "tcg" ? null : await ownProcessor(),
    disks: disks.value.map(({ virtualBytes, usedBytes }) => ({ virtualBytes, usedBytes })),
    isOnLan,
    isPaused: status === "paused",
  });
}

/** The interval between two words about how far it is, in ms. */
const tellMs = 500;

/** Sends disks and memory; ends when the other side has loaded all of it, and the guest stands still here. */
async function sendRunning(
  channel: StreamChannel,
  { machine, runtime }: RunningHere,
  { disks }: LiveOffer,
  listener: Listener,
  { computer, signal, onProgress }: SendOptions,
): Promise<Result<number>> {
  const { name } = machine;
  const loading = listener.next();
  let said: Result<ReceiverMessage> | null = null;
  void loading.then((message) => {
    said = message;
  });
  let deadline = Number.POSITIVE_INFINITY;
  const over = (): AppError | null => {
    if (signal?.aborted === true) return appError("cancelled", {});
    const heard = said as Result<ReceiverMessage> | null;
    if (heard !== null) return heard.ok ? lost(computer) : heard.error;
    return Date.now() > deadline ? lost(computer) : null;
  };
  const tell = createTeller(channel, onProgress);
  await channel.listen(runtime.live.disks, "disks");
  await channel.listen(runtime.live.memory, "memory");
  const mirrored = await mirrorDisks(runtime, name, disks.length, { onBytes: tell.disks, over });
  if (!mirrored.ok) return mirrored;
  const copied = await sendMemory(runtime, name, { onBytes: tell.memory, over });
  if (!copied.ok) return copied;
  deadline = Date.now() + mostStillMs;
  const finished = await finishMemory(runtime, name, disks.length, over);
  if (!finished.ok) return finished;
  await channel.send({ sent: true });
  while (said === null && over() === null) await Promise.race([loading, pause()]);
  const loaded = said as Result<ReceiverMessage> | null;
  if (loaded === null) return { ok: false, error: over() ?? lost(computer) };
  if (!loaded.ok) return loaded;
  return "loaded" in loaded.value ? ok(tell.total()) : listener.strange();
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 50));
const lost = (computer: string | null) => appError("computer-lost", { name: computer ?? "" });

/** Tells both sides how much of disks and memory has been sent. */
function createTeller(channel: StreamChannel, onProgress: SendOptions["onProgress"]) {
  const begun = Date.now();
  let last = 0;
  const parts = { disks: [0, 0], memory: [0, 0] };
  const sum = (at: 0 | 1) => (parts.disks[at] ?? 0) + (parts.memory[at] ?? 0);
  const set = (part: "disks" | "memory") => (done: number, total: number) => {
    parts[part] = [done, total];
    if (Date.now() - last < tellMs) return;
    last = Date.now();
    const [doneBytes, totalBytes] = [sum(0), sum(1)];
    const seconds = Math.max(1, (last - begun) / 1000);
    onProgress?.({
      ...{ step: "copy", fraction: totalBytes === 0 ? null : doneBytes / totalBytes },
      ...{ doneBytes, totalBytes, bytesPerSecond: doneBytes / seconds },
    });
    void channel.send({ done: doneBytes, total: totalBytes });
  };
  return { disks: set("disks"), memory: set("memory"), total: () => sum(0) };
}
