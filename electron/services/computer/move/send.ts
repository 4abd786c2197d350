import type { MoveChannel } from "../../../adapters/computer/move-channel.ts";
import { checkNoneLocked } from "../../../adapters/image/disk-image.ts";
import { machineRuntime, removeRuntime } from "../../../adapters/qemu/runtime.ts";
import { removeDefinition } from "../../../adapters/store/definition-folder.ts";
import type { LeftBehind } from "../../../contract/computer/move.ts";
import { ok, type Result } from "../../../contract/errors/app-error.ts";
import type { MachineFile } from "../../../contract/machine/machine.ts";
import { fileError } from "../../../core/base/file-error.ts";
import { machineDisks } from "../../../core/machine/disks.ts";
import { withSharesApart } from "../../machine/share/bring.ts";
import { checkLinkedBase } from "../../registry/linked-disk.ts";
import {
  findMachine,
  type MachinesParts,
  purposeMove,
  requireStaying,
  withMachine,
  withRegistry,
} from "../../registry/parts.ts";
import { disksOutside, packParcel, requireMovable, withoutLocal } from "./files.ts";
import { giveUp } from "./give-up.ts";
import { listenToReceiver, type SendOptions, sendParcel } from "./send-files.ts";
import { sendLive } from "./send-live.ts";

/** A machine that is on another computer now. */
export interface Sent {
  readonly name: string;
  /** Disks that were there before the machine, and stay as files. */
  readonly kept: readonly string[];
  /** The things of this computer that it had, and has no more. */
  readonly left: LeftBehind;
  /** How much was sent; the rest was there. */
  readonly bytes: number;
}

/**
 * Sends a machine to the other side of a channel, while it runs if it does, and removes it here once that
 * has it. It is given up here before the other side makes it its own; where the answer to that is lost, nobody
 * starts it here until the other side is asked (`settleMoves`).
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
  const send = () =>
    withMachine<Sent>(parts, found.value.machine, purposeMove, async (process, runtime) => {
      const now = await findMachine(paths, id);
      if (!now.ok) return now;
      const { machine } = now.value;
      const fit = await checkSendable(parts, machine);
      if (!fit.ok) return fit;
      const given =
        process === null
          ? await sendStopped(parts, channel, machine, options)
          : await sendLive(parts, channel, { machine, runtime, process }, options);
      if (!given.ok) return given;
      if (process !== null) await options.meet?.();
      const erased = await eraseMoved(parts, id);
      const { left } = withoutLocal(machine);
      return erased.ok
        ? ok({ name, kept: disksOutside(paths, machine), left, bytes: given.value })
        : erased;
    });
  const sent = await withSharesApart(parts, id, send);
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

/** Checks what does not depend on whether the machine runs. Its lock is held. */
async function checkSendable(parts: MachinesParts, machine: MachineFile): Promise<Result<void>> {
  const stays = await requireStaying(parts.paths, machine);
  if (!stays.ok) return stays;
  const movable = requireMovable(machine);
  return movable.ok ? checkLinkedBase(parts.paths, machine) : movable;
}

async function sendStopped(
  { paths }: MachinesParts,
  channel: MoveChannel,
  machine: MachineFile,
  options: SendOptions,
): Promise<Result<number>> {
  const unlocked = await checkNoneLocked(machineDisks(machine));
  if (!unlocked.ok) return unlocked;
  const parcel = await packParcel(paths, machine, false);
  if (!parcel.ok) return parcel;
  const listener = listenToReceiver(channel, options.computer, machine.name);
  const offer = { ...withoutLocal(machine), live: null };
  const sent = await sendParcel(channel, offer, parcel.value, listener, options);
  if (!sent.ok) return sent;
  const { token, computer } = options;
  const given = await giveUp(paths, channel, machine, { token, computer }, listener);
  return given.ok ? sent : given;
}
