import type { MachineStatus } from "../../../machine/machine.ts";
import { plural } from "../../formats.ts";

const counted: Readonly<Record<MachineStatus, string>> = {
  running: "running",
  starting: "starting",
  stopping: "stopping",
  paused: "paused",
  suspended: "suspended",
  failed: "failed",
  stopped: "stopped",
};

/** The texts of the page that shows all machines at a glance, in English. */
export const startPage = {
  counted: (count: number, status: MachineStatus) => `${count} ${counted[status]}`,
  of: (parts: string, total: number) => `${parts} of ${total}`,
  allStopped: (total: number) =>
    plural("en", total, { one: "1 machine, stopped", other: `${total} machines, all stopped` }),
  needs: (count: number) => `Needs you (${count})`,
  more: (count: number) =>
    plural("en", count, { one: "1 more in Health", other: `${count} more in Health` }),
  running: "Running",
  ranLast: (names: string) => `Start what ran last: ${names}`,
  startThem: (count: number) =>
    plural("en", count, { one: "Start", other: count === 2 ? "Start both" : `Start all ${count}` }),
  lanOff: "Machines have no network.",
  lanOn: "Switch on",
  tileKeys: (power: string) => `Enter: open · S: SSH · Space: ${power}`,
  computer: "This computer",
  processors: "CPU",
  memory: "Memory",
  disk: "Disk",
  part: (used: string, total: string) => `${used} of ${total}`,
  free: (size: string) => `${size} free`,
  percent: (part: number) => `${Math.round(part * 100)}%`,
  stopped: "Recently stopped",
  on: (computer: string) => `On ${computer}`,
  selectedHint: "Each action applies to the machines whose state allows it.",
  clear: "Clear selection",
};
