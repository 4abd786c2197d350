import { join } from "node:path";
import type { MoveChannel } from "../../../adapters/computer/move-channel.ts";
import { carryStreams, type StreamChannel } from "../../../adapters/computer/move-streams.ts";
import { lockHolder, withLock } from "../../../adapters/files/file-lock.ts";
import { makeRuntime } from "../../../adapters/files/paths.ts";
import { roomIn } from "../../../adapters/files/room-guard.ts";
import { signalProcess } from "../../../adapters/process/process-identity.ts";
import {
  dropIncoming,
  dropPart,
  type IncomingFile,
  openIncoming,
  openIncomingFile,
  settleIncoming,
} from "../../../adapters/store/incoming-store.ts";
import {
  type LeftBehind,
  type MoveFile,
  type MoveOffer,
  moveBaseName,
} from "../../../contract/computer/move.ts";
import { appError, fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import { fileError } from "../../../core/base/file-error.ts";
import { machineDisks } from "../../../core/machine/disks.ts";
import { withForwards } from "../../../core/machine/forwards.ts";
import type { MachinesParts } from "../../registry/parts.ts";
import { isSnapshotRecord, requireMovable } from "./files.ts";
import {
  type Heard,
  type Hearing,
  incomingFolder,
  listenToSender,
  lockOf,
  type ReceiveOptions,
  strangeFrom,
  type TakenPlace,
} from "./hearing.ts";
import { checkLiveFit } from "./live-fit.ts";
import { createMoveMeter, type MoveMeter } from "./meter.ts";
import { checkPlace, prepareDisks, publish } from "./publish.ts";
import { takeLive } from "./receive-live.ts";
import { findTemplate, takeTemplate } from "./template.ts";

/** A machine that is on this computer now. */
export interface Received {
  readonly machine: MachineFile;
  /** The things of the other computer that it had, and has no more. */
  readonly left: LeftBehind;
  /** How much was sent; the rest was here. */
  readonly bytes: number;
}

/** The purpose of the lock of a process that does nothing but take a machine from another computer. */
const served = "receive";
/** How often a former attempt of the same machine's is asked to make room, with 20 ms in between. */
const mostTries = 250;

/**
 * Takes a machine from the other side of a channel. It is a machine here only once the other side has given
 * it up; what has come of it is kept for another attempt, unless a person cancelled it or the disk is full.
 */
export async function receiveMachine(
  parts: MachinesParts,
  plain: MoveChannel,
  options: ReceiveOptions,
): Promise<Result<Received>> {
  const channel = carryStreams(plain);
  const hear = listenToSender(channel, options.computer ?? "");
  const first = await hear();
  if (!first.ok) return first;
  if (!("offer" in first.value)) return strangeFrom(options);
  const { offer } = first.value;
  const made = makeRuntime(parts.paths, parts.uid);
  if (!made.ok) return made;
  const { id, name } = offer.machine;
  const lock = lockOf(parts.paths, id);
  const busy = () => appError("machine-busy", { name });
  const isServed = options.computer === null;
  for (let tries = 0; ; tries += 1) {
    const taken = await withLock<Received>(lock, isServed ? served : "fetch", 0, busy, () =>
      receiveOffered(parts, channel, offer, hear, options),
    );
    if (taken.ok || taken.error.code !== "machine-busy" || tries >= mostTries) return taken;
    const former = await lockHolder(lock);
    if (former !== null && !(isServed && former.purpose === served)) return taken;
    // The other side has begun again: its former connection leads nowhere any more.
    if (former !== null) await signalProcess(former, "SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function receiveOffered(
  parts: MachinesParts,
  channel: StreamChannel,
  offer: MoveOffer,
  hear: () => Promise<Heard>,
  options: ReceiveOptions,
): Promise<Result<Received>> {
  const folder = incomingFolder(parts.paths, offer.machine.id);
  const stop = () => channel.close();
  options.signal?.addEventListener("abort", stop, { once: true });
  try {
    const taken = await receiveInto(parts, channel, offer, folder, { hear, options });
    const cancelled = options.signal?.aborted === true && !taken.ok;
    const outcome = cancelled ? fail("cancelled", {}) : taken;
    const isOfUse = offer.live === null && !(outcome.ok || useless.has(outcome.error.code));
    if (!outcome.ok && !isOfUse) await dropIncoming(folder);
    return outcome;
  } catch (error) {
    await dropIncoming(folder);
    return { ok: false, error: fileError(folder, error) };
  } finally {
    options.signal?.removeEventListener("abort", stop);
  }
}

/** After these, what has come is of no use or in the way. */
const useless: ReadonlySet<string> = new Set([
  ...["cancelled", "no-room", "disk-full", "move-damaged", "computer-strange"],
  ...["disk-has-backing", "template-changed"],
]);

async function receiveInto(
  parts: MachinesParts,
  channel: StreamChannel,
  offer: MoveOffer,
  folder: string,
  { hear, options }: Hearing,
): Promise<Result<Received>> {
  const { token, files } = offer;
  const checked = await checkOffer(parts, offer, options);
  if (!checked.ok) return checked;
  const template = await findTemplate(parts, offer.template);
  if (!template.ok) return template;
  const wanted = files.filter(({ name }) => name !== moveBaseName || template.value === null);
  const there = await openIncoming(folder, token, wanted);
  const missing = wanted.reduce((sum, { name, bytes }) => sum + bytes - (there[name] ?? 0), 0);
  const room = await checkRoom(folder, offer, wanted, there);
  if (!room.ok) return room;
  const meter = createMoveMeter(missing, options.onProgress);
  await channel.send({ want: there });
  for (const file of wanted) {
    const came = await receiveFile(folder, file, there[file.name] ?? 0, { hear, options, meter });
    if (!came.ok) return came;
  }
  options.onProgress?.({ step: "verify", fraction: null });
  const base = template.value ?? (await takeTemplate(parts, offer.template, folder));
  if (!base.ok) return base;
  const machine = withoutClaims(offer, options);
  const place = { offer, folder, machine, base: base.value };
  const taken = await (offer.live === null
    ? takeStopped(parts, channel, place, { hear, options })
    : takeLive(parts, channel, { ...place, live: offer.live }, { hear, options }));
  if (!taken.ok) return taken;
  return ok({ machine: taken.value, left: offer.left, bytes: missing });
}

/** Checks that there is room for all that comes, before anything of it does. */
async function checkRoom(
  folder: string,
  { live }: MoveOffer,
  wanted: readonly MoveFile[],
  there: Readonly<Record<string, number>>,
): Promise<Result<void>> {
  const files = wanted.map(({ name, bytes, usedBytes }) =>
    Math.max(0, Math.min(bytes, usedBytes) - (there[name] ?? 0)),
  );
  const disks = (live?.disks ?? []).map(({ usedBytes }) => usedBytes);
  const needed = [...files, ...disks].reduce((sum, bytes) => sum + bytes, 0);
  const usable = await roomIn(folder);
  return needed > usable ? fail("no-room", { path: folder, needed, usable }) : ok(undefined);
}

async function takeStopped(
  parts: MachinesParts,
  channel: StreamChannel,
  { offer, folder, machine, base }: TakenPlace,
  { hear, options }: Hearing,
): Promise<Result<MachineFile>> {
  const placed = await prepareDisks(parts, folder, machine, base);
  if (!placed.ok) return placed;
  await settleIncoming(folder);
  await channel.send({ ready: true });
  const given = await hear();
  if (!given.ok) return given;
  if (!("go" in given.value)) return strangeFrom(options);
  // From here on it is this computer that has it, or nobody.
  const published = await publish(parts, folder, offer.token, placed.value, null);
  if (!published.ok) await dropIncoming(folder);
  else await channel.send({ moved: true });
  return published;
}

/** Checks what is offered before anything of it comes. */
async function checkOffer(
  parts: MachinesParts,
  { machine, template, files, live }: MoveOffer,
  options: ReceiveOptions,
): Promise<Result<void>> {
  const movable = requireMovable(machine);
  if (!movable.ok) return movable;
  const names = files.map(({ name }) => name);
  const isFit =
    new Set(names).size === names.length &&
    machine.suspended === undefined &&
    machine.template?.id === template?.id &&
    machine.cdrom === undefined &&
    machine.shares === undefined &&
    names.includes(moveBaseName) === (template !== null) &&
    (live === null || live.disks.length === machineDisks(machine).length);
  if (!isFit) return strangeFrom(options);
  const place = await checkPlace(parts, machine, live !== null);
  return place.ok && live !== null ? checkLiveFit(parts, machine, live, options.isJoined) : place;
}

/**
 * Returns the definition without what is not for the other side to decide: a machine that is fetched from
 * there opens no ports here and starts nothing by itself. A machine type is only needed for saved memory.
 */
function withoutClaims(
  { machine, files, live }: MoveOffer,
  { computer }: ReceiveOptions,
): MachineFile {
  const { machineType, ...rest } = machine;
  const hasMemory = files.some(({ name }) => isSnapshotRecord(name));
  const type = live?.machineType ?? (hasMemory ? machineType : undefined);
  const kept = type === undefined ? rest : { ...rest, machineType: type };
  if (computer === null) return kept;
  const { autostart: _autostart, ...own } = withForwards(kept, []);
  return own;
}

/** So many bytes are written between two looks at the room on the disk. */
const lookBytes = 8 * 1024 ** 2;

async function receiveFile(
  folder: string,
  file: MoveFile,
  from: number,
  { hear, options, meter }: Hearing & { readonly meter: MoveMeter },
): Promise<Result<void>> {
  const path = join(folder, file.name);
  const named = await hear();
  if (!named.ok) return named;
  if (!("file" in named.value) || named.value.file !== file.name) return strangeFrom(options);
  let written = 0;
  let end = from;
  let opened: IncomingFile | null = null;
  try {
    opened = await openIncomingFile(folder, file, from);
    for (;;) {
      const heard = await hear();
      if (!heard.ok) return heard;
      const { value } = heard;
      if ("sum" in value) {
        meter(file.bytes - end);
        return (await opened.finish()) === value.sum ? ok(undefined) : damaged(folder, file);
      }
      if (!("bytes" in value)) return strangeFrom(options);
      written += value.bytes.length;
      if (written >= lookBytes) {
        written = 0;
        if ((await roomIn(folder)) === 0) {
          return fail("no-room", { path: folder, needed: null, usable: 0 });
        }
      }
      await opened.write(value.offset, value.bytes);
      meter(value.offset + value.bytes.length - end);
      end = value.offset + value.bytes.length;
    }
  } catch (error) {
    return error instanceof RangeError
      ? strangeFrom(options)
      : { ok: false, error: fileError(path, error) };
  } finally {
    await opened?.close();
  }
}

async function damaged(folder: string, { name }: MoveFile): Promise<Result<never>> {
  await dropPart(folder, name);
  return fail("move-damaged", { file: name });
}
