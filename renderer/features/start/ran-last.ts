import type { AppState } from "../../../electron/contract/app/state.ts";
import { isAlive } from "../../../electron/contract/machine/machine-actions.ts";

/** The key of local storage that keeps the IDs of machines, the one that ran last first. */
const key = "ran-last";

/** Returns the machines in the order in which they ran last; one that runs is in front. */
export function noteRunning(
  before: readonly string[],
  machines: AppState["machines"],
): readonly string[] {
  const alive = machines.filter(({ status }) => isAlive(status)).map(({ id }) => id);
  const known = new Set(machines.map(({ id }) => id));
  return [
    ...alive.filter((id) => !before.includes(id)),
    ...before.filter((id) => alive.includes(id)),
    ...before.filter((id) => known.has(id) && !alive.includes(id)),
  ];
}

/** Returns the IDs of machines by when they ran last, and keeps that for the next time. */
export function useRanLast(machines: AppState["machines"]): readonly string[] {
  const before = (localStorage.getItem(key) ?? "").split(" ").filter(Boolean);
  const now = noteRunning(before, machines);
  if (now.join(" ") !== before.join(" ")) localStorage.setItem(key, now.join(" "));
  return now;
}
