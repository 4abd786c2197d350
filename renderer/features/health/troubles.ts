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
 * Counts the problems of the state, and those of this computer in an examination, if there was one;
 * what many machines have from one cause is one. The state of LAN and machines is newer than the
 * examination, so its findings of them do not count.
 */
export function countTroubles(
  { lan, machines, broken, notices }: Standing,
  examination: Examination | null,
): number {
  const ofLan = lan.problems.filter((problem) => !isCalm(problem)).length;
  const causes = new Set(machines.flatMap(({ problem }) => problem ?? []).map(causeOf));
  const ofNotices = notTold(notices, machines).filter(({ level }) => level !== "info").length;
  const ofComputer = (examination?.findings ?? []).filter(
    ({ id, level }) => (level === "warning" || level === "error") && !/^(?:lan|machine-)/.test(id),
  ).length;
  return ofLan + causes.size + broken.length + ofNotices + ofComputer;
}
