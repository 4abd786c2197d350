import type { MachineJson } from "../../contract/app/cli.ts";
import type { ErrorCode } from "../../contract/errors/app-error.ts";
import type { ComputerView } from "../../services/computer/list.ts";

/** Describes the machines of other computers for programs, as they were when those last answered. */
export function farRows(computers: readonly ComputerView[]): readonly MachineJson[] {
  return computers.flatMap(({ name: computer, record }) =>
    (record?.machines ?? []).map((machine) => ({
      ...machine,
      ...{ computer, answeredAt: isoOf(record?.answered ?? null) },
      ...{ uplink: null, pid: null, acceleratorReason: null, stopsInSeconds: null },
      ...{ setup: null, setupStep: null, setupSeconds: null, setupLine: null },
      // Its sentence is told there: a stranger's words must not pass for advice of ours.
      problem: null,
      problemCode: machine.problemCode as ErrorCode | null,
    })),
  );
}

const isoOf = (time: number | null) => (time === null ? null : new Date(time).toISOString());
