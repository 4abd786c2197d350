import type { Examination } from "../../../electron/contract/doctor/doctor.ts";
import { type AppError, isCalm } from "../../../electron/contract/errors/app-error.ts";

interface MayAil {
  readonly problem: AppError | null;
}

/** What the app's state says of things that may not be well. */
interface Standing {
  readonly lan: MayAil;
  readonly machines: readonly MayAil[];
  readonly broken: readonly unknown[];
  readonly notices: readonly unknown[];
}

/**
 * How many things need a person: those that the state tells of, and what an examination (null: none
 * yet) found about this computer besides. Of LAN and machines the state is the newer one.
 */
export function countTroubles(
  { lan, machines, broken, notices }: Standing,
  examination: Examination | null,
): number {
  const ofLan = lan.problem !== null && !isCalm(lan.problem) ? 1 : 0;
  const ofMachines = machines.filter(({ problem }) => problem !== null).length;
  const ofComputer = (examination?.findings ?? []).filter(
    ({ id, level }) =>
      (level === "warning" || level === "error") && id !== "lan" && !id.startsWith("machine-"),
  ).length;
  return ofLan + ofMachines + broken.length + notices.length + ofComputer;
}
