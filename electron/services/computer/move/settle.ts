import { join } from "node:path";
import * as v from "valibot";
import type { FarTalk } from "../../../adapters/computer/far-talk.ts";
import { checkNoneLocked } from "../../../adapters/image/disk-image.ts";
import { undoLive } from "../../../adapters/qemu/live/source.ts";
import { forgetProcess, machineRuntime, removeRuntime } from "../../../adapters/qemu/runtime.ts";
import { dropIncoming } from "../../../adapters/store/incoming-store.ts";
import { readMachines } from "../../../adapters/store/machine-store.ts";
import {
  forgetLeaving,
  hasArrivedBy,
  readArrived,
  readComing,
  readLeaving,
} from "../../../adapters/store/move-records.ts";
import type { Computer } from "../../../contract/computer/computer.ts";
import { farLeavingSchema } from "../../../contract/computer/serve.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import { fileError } from "../../../core/base/file-error.ts";
import { machineDisks } from "../../../core/machine/disks.ts";
import { endProcess } from "../../machine/power/power.ts";
import {
  findMachine,
  lockRegistry,
  type MachinesParts,
  purposeMove,
  withMachine,
} from "../../registry/parts.ts";
import { asking } from "../asking.ts";
import { incomingFolder, isComing } from "./hearing.ts";
import { endLeftover } from "./leftover.ts";
import { resumeArrived } from "./resume.ts";
import { eraseMoved } from "./send.ts";

/** A machine whose move was cut at the moment at which it changes hands. */
export interface Undecided {
  readonly machine: string;
  readonly token: string;
}

/** Returns the machines here that were given up; `computer`: for which computer, null: one that fetched. */
export async function undecidedHere(
  { paths }: Pick<MachinesParts, "paths">,
  computer: string | null,
): Promise<readonly Undecided[]> {
  const stored = await readMachines(paths.machines);
  if (!stored.ok) return [];
  const found: Undecided[] = [];
  for (const { id } of stored.value.machines) {
    const leaving = await readLeaving(join(paths.machines, id));
    if (leaving !== null && leaving.computer === computer) {
      found.push({ machine: id, token: leaving.token });
    }
  }
  return found;
}

/**
 * Returns whether a machine has arrived here by a move. If not, that move will not come to its end any
 * more: the other side may rely on it. Null: nothing is known here of that move.
 */
export async function hasArrived(
  parts: MachinesParts,
  { machine, token }: Undecided,
): Promise<Result<boolean | null>> {
  const { paths } = parts;
  if ((await readArrived(join(paths.machines, machine)))?.token === token) {
    // The process that made it a machine here may have been killed before its guest went on.
    await resumeArrived(parts, machine);
    return ok(true);
  }
  return lockRegistry<boolean | null>(parts, async () => {
    const arrived = await readArrived(join(paths.machines, machine));
    // It may have moved on to a third computer since, or have been deleted.
    if (arrived?.token === token || (await hasArrivedBy(paths.incoming, token))) return ok(true);
    const folder = incomingFolder(paths, machine);
    const coming = await readComing(folder);
    if (coming?.token !== token) return ok(null);
    // Without its record, nobody makes a machine of the parts.
    await dropIncoming(folder);
    await endLeftover(parts, machine);
    return ok(false);
  });
}

/**
 * Ends the move of a machine here, unless it still goes on: it is removed where it has arrived, and else is
 * as before.
 */
export async function settleHere(
  parts: MachinesParts,
  { machine: id, token }: Undecided,
  ask: () => Promise<Result<boolean>>,
): Promise<Result<void>> {
  const { paths } = parts;
  const folder = join(paths.machines, id);
  const found = await findMachine(paths, id);
  if (!found.ok) return found;
  const { machine } = found.value;
  const settled = await withMachine<void>(parts, machine, purposeMove, async (process, runtime) => {
    const leaving = await readLeaving(folder);
    if (leaving?.token !== token) return fail("move-late", {});
    const unlocked =
      process === null ? await checkNoneLocked(machineDisks(machine)) : ok(undefined);
    if (!unlocked.ok) return unlocked;
    const isThere = await ask();
    if (!isThere.ok) return isThere;
    if (isThere.value) {
      if (process !== null && !(await endProcess(runtime, process))) {
        return fail("machine-not-answering", { name: machine.name });
      }
      await forgetProcess(runtime);
      return eraseMoved(parts, id);
    }
    try {
      await forgetLeaving(folder);
    } catch (error) {
      return { ok: false, error: fileError(folder, error) };
    }
    const { isPaused = false } = leaving.live ?? {};
    return process === null
      ? ok(undefined)
      : undoLive(runtime, machine.name, machineDisks(machine).length, isPaused);
  });
  // The lock is in there.
  if (settled.ok && !(await findMachine(paths, id)).ok) {
    await removeRuntime(machineRuntime(paths, id));
  }
  return settled;
}

const arrivedSchema = v.boolean();

/** Finds out with another computer where machines are whose moves between both were cut. */
export async function settleMoves(
  parts: MachinesParts,
  talk: FarTalk,
  computer: Computer,
): Promise<Result<void>> {
  for (const each of await undecidedHere(parts, computer.name)) {
    const settled = await settleHere(parts, each, () =>
      asking(talk, computer, { ask: "arrived", ...each }, arrivedSchema),
    );
    if (!settled.ok && settled.error.code !== "machine-busy") return settled;
  }
  const there = await asking(talk, computer, { ask: "leaving" }, farLeavingSchema);
  if (!there.ok) return there;
  for (const each of there.value) {
    // It may be coming at this moment, to another process of ours.
    if (await isComing(parts, each.machine)) continue;
    const arrived = await hasArrived(parts, each);
    // One that another computer has fetched is that computer's to settle.
    if (!arrived.ok || arrived.value === null) continue;
    const request = { ask: "settle", ...each, arrived: arrived.value } as const;
    const settled = await asking(talk, computer, request, arrivedSchema);
    if (!settled.ok) return settled;
  }
  return ok(undefined);
}
