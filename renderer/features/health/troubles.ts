import type { Notice } from "../../../electron/contract/app/state.ts";
import type { Examination } from "../../../electron/contract/doctor/doctor.ts";
import { type AppError, isCalm } from "../../../electron/contract/errors/app-error.ts";
import { causeOf } from "./group-findings.ts";

interface Troubled {
  readonly problem: AppError | null;
}

/** The parts of the app's state that may have problems. */
interface Standing {
  readonly lan: { readonly problems: readonly AppError[] };
  readonly machines: readonly (Troubled & { readonly id: string })[];
  readonly broken: readonly unknown[];
  readonly notices: readonly Pick<Notice, "level" | "about" | "machine">[];
}

/** Returns the notices that tell more than the problem of their machine does. */
export function notTold<N extends Pick<Notice, "about" | "machine">>(
  notices: readonly N[],
  machines: Standing["machines"],
): readonly N[] {
  return notices.filter(
    ({ about, machine }) => machines.find(({ id }) => id === machine)?.problem?.code !== about.code,
  );
}

/**
 * Returns the level of each problem of the state, and of each problem of this computer in an
 * examination, if there was one; what many machines have from one cause is one. The state of LAN and
 * machines is newer than the examination, so its findings of them are left out.
 */
export function troubleLevels(
  { lan, machines, broken, notices }: Standing,
  examination: Examination | null,
): readonly ("warning" | "error")[] {
  const levels = [...notTold(notices, machines), ...ofComputer(examination)].map(
    ({ level }) => level,
  );
  const causes = new Set(machines.flatMap(({ problem }) => problem ?? []).map(causeOf));
  return [
    ...lan.problems.filter((problem) => !isCalm(problem)).map(() => "error" as const),
    ...[...causes, ...broken].map(() => "error" as const),
    ...levels.filter((level) => level === "warning" || level === "error"),
  ];
}

function ofComputer(examination: Examination | null): Examination["findings"] {
  return (examination?.findings ?? []).filter(({ id }) => !/^(?:lan|machine-)/.test(id));
}

/** Counts the problems that `troubleLevels` returns. */
export function countTroubles(state: Standing, examination: Examination | null): number {
  return troubleLevels(state, examination).length;
}
