import type { MachineStatus } from "./machine.ts";

/** The actions on a machine. */
export const machineActions = [
  "start",
  "stop",
  "resume",
  "pause",
  "restart",
  "suspend",
  "kill",
  "boot",
  "discard",
  "delete",
] as const;
export type MachineAction = (typeof machineActions)[number];

const possible: Readonly<Record<MachineStatus, readonly MachineAction[]>> = {
  stopped: ["start", "delete"],
  failed: ["start", "delete"],
  starting: ["kill"],
  running: ["stop", "pause", "restart", "suspend", "kill"],
  paused: ["resume", "stop", "suspend", "kill"],
  stopping: ["kill"],
  suspended: ["start", "boot", "discard", "delete"],
};

/** Returns whether an action applies to a status. */
export function canDo(action: MachineAction, status: MachineStatus): boolean {
  return possible[status].includes(action);
}

/** Returns the one action that a machine's row offers directly; null if it is busy. */
export function primaryAction(status: MachineStatus): "start" | "stop" | "resume" | null {
  if (canDo("resume", status)) return "resume";
  if (canDo("start", status)) return "start";
  return canDo("stop", status) ? "stop" : null;
}

/** Counts machines by status. */
export function countStatuses(
  machines: readonly { readonly status: MachineStatus }[],
): Readonly<Record<MachineStatus, number>> {
  const counts = {
    stopped: 0,
    starting: 0,
    running: 0,
    paused: 0,
    stopping: 0,
    suspended: 0,
    failed: 0,
  };
  for (const { status } of machines) counts[status] += 1;
  return counts;
}

/** Returns whether the machine has a living process. */
export function isAlive(status: MachineStatus): boolean {
  return status !== "stopped" && status !== "suspended" && status !== "failed";
}
