import type { Examination } from "../../../electron/contract/doctor/doctor.ts";
import { type AppError, isCalm } from "../../../electron/contract/errors/app-error.ts";

interface Troubled {
  readonly problem: AppError | null;
}

/** The parts of the app's state that may have problems. */
interface Standing {
  readonly lan: { readonly problems: readonly AppError[] };
  readonly machines: readonly Troubled[];
  readonly broken: readonly unknown[];
  readonly notices: readonly unknown[];
}

/**
 * Counts the problems of the state, and those of this computer in an examination, if there was one.
 * The state of LAN and machines is newer than the examination, so its findings of them do not count.
 */
export function countTroubles(
  { lan, machines, broken, notices }: Standing,
  examination: Examination | null,
): number {
  const ofLan = lan.problems.filter((problem) => !isCalm(problem)).length;
  const ofMachines = machines.filter(({ problem }) => problem !== null).length;
  const ofComputer = (examination?.findings ?? []).filter(
    ({ id, level }) => (level === "warning" || level === "error") && !/^(?:lan|machine-)/.test(id),
  ).length;
  return ofLan + ofMachines + broken.length + notices.length + ofComputer;
}
