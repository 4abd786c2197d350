import { join } from "node:path";
import * as v from "valibot";
import type { FarTalk } from "../../../adapters/computer/far-talk.ts";
import { dropIncoming } from "../../../adapters/store/incoming-store.ts";
import { readMachines } from "../../../adapters/store/machine-store.ts";
import {
  forgetLeaving,
  readArrived,
  readComing,
  readLeaving,
} from "../../../adapters/store/move-records.ts";
import type { Computer } from "../../../contract/computer/computer.ts";
import { farLeavingSchema } from "../../../contract/computer/serve.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import { fileError } from "../../../core/base/file-error.ts";
import {
  findMachine,
  lockRegistry,
  type MachinesParts,
  purposeMove,
  withStoppedMachine,
} from "../../registry/parts.ts";
import { asking } from "../asking.ts";
import { incomingFolder, isComing } from "./receive.ts";
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
export function hasArrived(
  parts: MachinesParts,
  { machine, token }: Undecided,
): Promise<Result<boolean | null>> {
  const { paths } = parts;
  return lockRegistry<boolean | null>(parts, async () => {
    if ((await readArrived(join(paths.machines, machine))) === token) return ok(true);
    const folder = incomingFolder(paths, machine);
    const coming = await readComing(folder);
    if (coming?.token !== token) return ok(null);
    // Without its record, nobody makes a machine of the parts.
    await dropIncoming(folder);
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
  const folder = join(parts.paths.machines, id);
  const found = await findMachine(parts.paths, id);
  if (!found.ok) return found;
  return withStoppedMachine<void>(parts, found.value.machine, purposeMove, async () => {
    if ((await readLeaving(folder))?.token !== token) return fail("move-late", {});
    const isThere = await ask();
    if (!isThere.ok) return isThere;
    if (isThere.value) return eraseMoved(parts, id);
    try {
      await forgetLeaving(folder);
      return ok(undefined);
    } catch (error) {
      return { ok: false, error: fileError(folder, error) };
    }
  });
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
