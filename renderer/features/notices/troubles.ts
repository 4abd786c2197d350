import { type AppError, isCalm } from "../../../electron/contract/errors.ts";
import type { AppState, Notice } from "../../../electron/contract/state.ts";

/** Something that needs a person. */
export interface Trouble {
  readonly key: string;
  readonly level: Notice["level"];
  readonly about: AppError;
  /** The id of the notice that can be dismissed; null: it goes when its cause goes. */
  readonly notice: string | null;
}

/** Everything that needs a person now, in one list: LAN, machines, notices. */
export function troublesOf({ lan, machines, broken, notices }: AppState): readonly Trouble[] {
  return [
    ...(lan.problem === null || isCalm(lan.problem)
      ? []
      : [{ key: "lan", level: "warning", about: lan.problem, notice: null } as const]),
    ...machines.flatMap(({ id, status, problem }) =>
      problem === null
        ? []
        : [
            {
              key: id,
              level: status === "failed" ? "error" : "warning",
              about: problem,
              notice: null,
            } as const,
          ],
    ),
    ...broken.map(
      ({ id, problem }) => ({ key: id, level: "error", about: problem, notice: null }) as const,
    ),
    ...notices.map(({ id, level, about }) => ({ key: `notice-${id}`, level, about, notice: id })),
  ];
}
