import { createHash } from "node:crypto";
import * as v from "valibot";
import type { MoveChannel } from "../../../adapters/computer/move-channel.ts";
import { readChunks, ShorterFile } from "../../../adapters/files/read-chunks.ts";
import {
  type MoveOffer,
  moveChunkBytes,
  type ReceiverMessage,
  receiverMessageSchema,
} from "../../../contract/computer/move.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import { fileError } from "../../../core/base/file-error.ts";
import type { FollowOptions } from "../../base/interfaces.ts";
import type { OwnFile, Parcel } from "./files.ts";
import { createMoveMeter, type MoveMeter } from "./meter.ts";

/** How a machine is sent. */
export interface SendOptions extends FollowOptions {
  readonly token: string;
  /** The computer that it is sent to; null: one that has come and asked for it. */
  readonly computer: string | null;
  /** That computer has joined the LAN of this one; left out: only that one knows. */
  readonly isJoined?: boolean;
  /** Has the LAN know the machine at its new place before it loses it here, and with it its flows. */
  readonly meet?: () => Promise<unknown>;
}

/** Offers a machine, and sends its files as far as they are not there; ends when the other side has them. */
export async function sendParcel(
  channel: MoveChannel,
  { machine, left, live }: Pick<MoveOffer, "machine" | "left" | "live">,
  { template, files }: Parcel,
  listener: Listener,
  { token, signal, onProgress }: SendOptions,
): Promise<Result<number>> {
  const offered = files.map(({ path: _path, ...file }) => file);
  await channel.send({ offer: { token, machine, template, files: offered, left, live } });
  const answer = await whicheverFirst(listener.next(), signal);
  if (answer === null) return fail("cancelled", {});
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
  return "ready" in ready.value ? ok(total) : listener.strange();
}

/** Hears the messages of the side that takes the machine. */
export interface Listener {
  next(): Promise<Result<ReceiverMessage>>;
  strange(): Result<never>;
}

export function listenToReceiver(
  channel: MoveChannel,
  computer: string | null,
  machine: string,
): Listener {
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
      const { output } = parsed;
      if ("unfit" in output) {
        return fail("move-live-unfit", { name: machine, computer: name, said: output.unfit });
      }
      return "failed" in output
        ? fail("computer-refused", { name, said: output.failed })
        : ok(output);
    },
  };
}

/** Returns the outcome, or null once the signal comes. */
export function whicheverFirst<T>(
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
