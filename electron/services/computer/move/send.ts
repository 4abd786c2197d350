import { createHash } from "node:crypto";
import { join } from "node:path";
import * as v from "valibot";
import type { MoveChannel } from "../../../adapters/computer/move-channel.ts";
import { readChunks, ShorterFile } from "../../../adapters/files/read-chunks.ts";
import { machineRuntime, removeRuntime } from "../../../adapters/qemu/runtime.ts";
import { removeDefinition } from "../../../adapters/store/definition-folder.ts";
import { forgetLeaving, recordLeaving } from "../../../adapters/store/move-records.ts";
import {
  moveChunkBytes,
  type ReceiverMessage,
  receiverMessageSchema,
} from "../../../contract/computer/move.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import { fileError } from "../../../core/base/file-error.ts";
import type { FollowOptions } from "../../base/interfaces.ts";
import { checkLinkedBase } from "../../registry/linked-disk.ts";
import {
  findMachine,
  type MachinesParts,
  purposeMove,
  requireStaying,
  withRegistry,
  withStoppedMachine,
} from "../../registry/parts.ts";
import { disksOutside, type OwnFile, packParcel, requireMovable } from "./files.ts";
import { createMoveMeter, type MoveMeter } from "./meter.ts";

/** How a machine is sent. */
export interface SendOptions extends FollowOptions {
  readonly token: string;
  /** The computer that it is sent to; null: one that has come and asked for it. */
  readonly computer: string | null;
}

/** A machine that is on another computer now. */
export interface Sent {
  readonly name: string;
  /** Disks that were there before the machine, and stay as files. */
  readonly kept: readonly string[];
  /** How much was sent; the rest was there. */
  readonly bytes: number;
}

/**
 * Sends a stopped machine to the other side of a channel, and removes it here once that has it. It is given
 * up here before the other side makes it its own; where the answer to that is lost, nobody starts it here
 * until the other side is asked (`settleMoves`).
 */
export async function sendMachine(
  parts: MachinesParts,
  channel: MoveChannel,
  id: string,
  options: SendOptions,
): Promise<Result<Sent>> {
  const { paths } = parts;
  const found = await findMachine(paths, id);
  if (!found.ok) return found;
  const { name } = found.value.machine;
  const sent = await withStoppedMachine<Sent>(parts, found.value.machine, purposeMove, async () => {
    const now = await findMachine(paths, id);
    if (!now.ok) return now;
    const { machine } = now.value;
    const stays = await requireStaying(paths, machine);
    if (!stays.ok) return stays;
    const given = await sendWhole(parts, channel, machine, options);
    if (!given.ok) return given;
    const erased = await eraseMoved(parts, id);
    return erased.ok
      ? ok({ name, kept: disksOutside(paths, machine), bytes: given.value })
      : erased;
  });
  if (sent.ok) await removeRuntime(machineRuntime(paths, id));
  else if (sent.error.code === "cancelled") await channel.send({ cancelled: true });
  return sent;
}

/** Removes a machine that another computer has; files that were there before it stay. */
export function eraseMoved(parts: MachinesParts, id: string): Promise<Result<void>> {
  const { machines } = parts.paths;
  return withRegistry(parts, async () => {
    try {
      await removeDefinition(machines, id);
      return ok(undefined);
    } catch (error) {
      return { ok: false, error: fileError(machines, error) };
    }
  });
}

async function sendWhole(
  parts: MachinesParts,
  channel: MoveChannel,
  machine: MachineFile,
  { token, computer, signal, onProgress }: SendOptions,
): Promise<Result<number>> {
  const movable = requireMovable(machine);
  if (!movable.ok) return movable;
  const base = await checkLinkedBase(parts.paths, machine);
  if (!base.ok) return base;
  const parcel = await packParcel(parts.paths, machine);
  if (!parcel.ok) return parcel;
  const { template, files } = parcel.value;
  const offered = files.map(({ path: _path, ...file }) => file);
  await channel.send({ offer: { token, machine, template, files: offered } });
  const listener = listen(channel, computer);
  const answer = await listener.next();
  if (signal?.aborted === true) return fail("cancelled", {});
  if (!answer.ok) return answer;
  if (!("want" in answer.value)) return listener.strange();
  const { want } = answer.value;
  const wanted = files.filter(({ name }) => want[name] !== undefined);
  const total = wanted.reduce(
    (sum, { name, bytes }) => sum + Math.max(0, bytes - (want[name] ?? 0)),
    0,
  );
  const meter = createMoveMeter(total, onProgress);
  const isReady = listener.next();
  let refusal: Awaited<typeof isReady> | null = null;
  void isReady.then((said) => {
    refusal = said;
  });
  for (const file of wanted) {
    const sent = await sendFile(channel, file, want[file.name] ?? 0, meter, {
      isOver: () => refusal !== null,
      signal,
    });
    if (!sent.ok) return sent;
  }
  onProgress?.({ step: "verify", fraction: null });
  const ready = await whicheverFirst(isReady, signal);
  if (ready === null) return fail("cancelled", {});
  if (!ready.ok) return ready;
  if (!("ready" in ready.value)) return listener.strange();
  const given = await giveUp(parts, channel, machine, { token, computer }, listener);
  return given.ok ? ok(total) : given;
}

/** Gives the machine up here, then has the other side make it its own. */
async function giveUp(
  { paths }: MachinesParts,
  channel: MoveChannel,
  { id, name }: MachineFile,
  leaving: Pick<SendOptions, "token" | "computer">,
  listener: Listener,
): Promise<Result<void>> {
  const folder = join(paths.machines, id);
  try {
    await recordLeaving(folder, leaving);
    await channel.send({ go: true });
    const said = await listener.next();
    if (said.ok && "moved" in said.value) return ok(undefined);
    // Only who does not take it tells why; silence says nothing.
    if (said.ok || said.error.code !== "computer-refused") {
      return fail("machine-leaving", { name, computer: leaving.computer ?? "" });
    }
    await forgetLeaving(folder);
    return said;
  } catch (error) {
    return { ok: false, error: fileError(folder, error) };
  }
}

/** Hears the messages of the side that takes the machine. */
interface Listener {
  next(): Promise<Result<ReceiverMessage>>;
  strange(): Result<never>;
}

function listen(channel: MoveChannel, computer: string | null): Listener {
  const name = computer ?? "";
  const strange = () => fail("computer-strange", { name, sent: "" });
  return {
    strange,
    async next() {
      const frame = await channel.next();
      if (frame === null) return fail("computer-lost", { name });
      if (frame.kind !== "message") return strange();
      const parsed = v.safeParse(
        v.pipe(v.string(), v.parseJson(), receiverMessageSchema),
        frame.text,
      );
      if (!parsed.success) return strange();
      return "failed" in parsed.output
        ? fail("computer-refused", { name, said: parsed.output.failed })
        : ok(parsed.output);
    },
  };
}

/** Returns the outcome, or null once the signal comes. */
function whicheverFirst<T>(
  outcome: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T | null> {
  if (signal === undefined) return outcome;
  return new Promise((resolve) => {
    const stop = () => resolve(null);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    void outcome.then((value) => {
      signal.removeEventListener("abort", stop);
      resolve(value);
    });
  });
}

const zeros = new Uint8Array(moveChunkBytes);

/** Sends a file from an offset on, without its stretches of zeros, and the sum of all of it. */
async function sendFile(
  channel: MoveChannel,
  { path, name, bytes }: OwnFile,
  from: number,
  meter: MoveMeter,
  { isOver, signal }: { readonly isOver: () => boolean } & Pick<FollowOptions, "signal">,
): Promise<Result<void>> {
  try {
    await channel.send({ file: name });
    const hash = createHash("sha256");
    for await (const chunk of readChunks(path, bytes, moveChunkBytes)) {
      if (signal?.aborted === true) return fail("cancelled", {});
      // Why it is over is told by what the other side has said.
      if (isOver()) return ok(undefined);
      const { length } = chunk.bytes;
      hash.update(chunk.bytes);
      if (chunk.at < from) continue;
      const isEmpty = chunk.bytes.equals(zeros.subarray(0, length));
      if (!isEmpty) await channel.sendBytes(chunk.at, chunk.bytes);
      meter(length);
    }
    await channel.send({ sum: hash.digest("hex") });
    return ok(undefined);
  } catch (error) {
    return error instanceof ShorterFile
      ? fail("file-failed", { path, fault: "changed" })
      : { ok: false, error: fileError(path, error) };
  }
}
