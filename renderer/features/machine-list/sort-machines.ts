import { compareNaturally } from "../../../electron/contract/base/natural-order.ts";
import type { MachineStatus, MachineView } from "../../../electron/contract/machine/machine.ts";

/** The orders of the list. */
export const machineOrders = ["name", "status", "address"] as const;
export type MachineOrder = (typeof machineOrders)[number];

/** Statuses that need attention come first. */
const rank: Readonly<Record<MachineStatus, number>> = {
  failed: 0,
  starting: 1,
  stopping: 1,
  paused: 2,
  running: 3,
  suspended: 4,
  stopped: 5,
};

/** Sorts machines; equal ones are sorted by name. */
export function sortMachines<
  M extends Pick<MachineView, "name" | "status"> & { readonly address: string | null },
>(machines: readonly M[], order: MachineOrder): readonly M[] {
  return machines.toSorted((a, b) => {
    const byName = compareNaturally(a.name, b.name);
    if (order === "status") return rank[a.status] - rank[b.status] || byName;
    return order === "address"
      ? compareNaturally(a.address ?? "", b.address ?? "") || byName
      : byName;
  });
}

/** Parses a stored order; by name if it is unknown. */
export function orderFrom(kept: string | null): MachineOrder {
  return machineOrders.find((order) => order === kept) ?? "name";
}
