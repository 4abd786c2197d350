import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import type { Examination } from "../../../electron/contract/doctor/doctor.ts";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import { useAppState } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";

/** The last examination in this window; null if there was none. */
let last: { readonly occasion: string; readonly found: Examination } | null = null;
/** The number of examinations that were asked for; only the answer to the latest counts. */
let asked = 0;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Returns the last examination in this window, without asking for a new one. */
export function useLastExamination(): Examination | null {
  return useSyncExternalStore(subscribe, () => last?.found ?? null);
}

/** Returns the last examination, and asks for a new one whenever LAN or machines change. */
export function useExamination(): {
  readonly examination: Examination | null;
  readonly isBusy: boolean;
  /** Why the latest examination failed; null if it did not. */
  readonly problem: AppError | null;
  readonly again: () => Promise<void>;
} {
  const { lan, machines, broken } = useAppState();
  // A change of LAN or machines outdates the findings.
  const occasion = JSON.stringify([
    [lan.status, lan.problems.map(({ code }) => code)],
    machines.map(({ id, problem, shares = [] }) => [
      ...[id, problem?.code],
      ...shares.map((share) => share.problem?.code),
    ]),
    broken.map(({ id }) => id),
  ]);
  const examination = useLastExamination();
  const [underWay, setUnderWay] = useState(0);
  const [problem, setProblem] = useState<AppError | null>(null);
  const again = useCallback(async () => {
    asked += 1;
    const number = asked;
    setUnderWay((count) => count + 1);
    const answer = await bridge.call("doctor.examine", undefined);
    setUnderWay((count) => count - 1);
    // The answer to a later request may have come first.
    if (number !== asked) return;
    setProblem(answer.ok ? null : answer.error);
    if (answer.ok) last = { occasion, found: answer.value };
    for (const listener of listeners) listener();
  }, [occasion]);
  useEffect(() => void again(), [again]);
  return { examination, isBusy: underWay > 0, problem, again };
}
