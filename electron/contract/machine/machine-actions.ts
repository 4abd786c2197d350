import type { MachineStatus } from "./machine.ts";

/** The actions on a machine. */
export const machineActions = [
  "start",
  "stop",
  "resume",
  "pause",
  "restart",
  "kill",
  "delete",
] as const;
export type MachineAction = (typeof machineActions)[number];

const possible: Readonly<Record<MachineStatus, readonly MachineAction[]>> = {
  stopped: ["start", "delete"],
  failed: ["start", "delete"],
  starting: ["kill"],
  running: ["stop", "pause", "restart", "kill"],
  paused: ["resume", "stop", "kill"],
  stopping: ["kill"],
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

/** Returns whether the machine has a living process. */
export function isAlive(status: MachineStatus): boolean {
  return status !== "stopped" && status !== "failed";
}
