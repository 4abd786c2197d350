import { compareNaturally } from "../../electron/contract/base/natural-order.ts";
import type { MachineStatus, MachineView } from "../../electron/contract/machine/machine.ts";

type Ordered = Pick<MachineView, "id" | "name" | "status"> &
  Partial<Pick<MachineView, "problem">> & { readonly unheardSince?: number | null };

const trouble = 0;
const rank: Readonly<Record<MachineStatus, number>> = {
  failed: trouble,
  starting: 1,
  stopping: 1,
  running: 2,
  paused: 3,
  suspended: 4,
  stopped: 5,
};

/** The machines of computers that are not reached, whatever they were when they were last seen. */
const last = 6;

/**
 * Sorts machines as one looks for them: trouble, busy, running, paused, suspended, stopped, not reached; by name within each.
 * `noticed`: the IDs of machines with the notice of an error, which is trouble, too.
 */
export function orderMachines<M extends Ordered>(
  machines: readonly M[],
  noticed: ReadonlySet<string>,
): readonly M[] {
  const rankOf = ({ id, status, problem = null, unheardSince = null }: M) =>
    problem !== null || noticed.has(id) ? trouble : unheardSince === null ? rank[status] : last;
  return machines.toSorted((a, b) => rankOf(a) - rankOf(b) || compareNaturally(a.name, b.name));
}

/** Keeps an earlier order of IDs, so that no row moves under the pointer; new machines come last. */
export function keepOrder<M extends Pick<MachineView, "id">>(
  machines: readonly M[],
  order: readonly string[],
): readonly M[] {
  const place = new Map(order.map((id, index) => [id, index]));
  const placeOf = ({ id }: M) => place.get(id) ?? order.length;
  return machines.toSorted((a, b) => placeOf(a) - placeOf(b));
}
