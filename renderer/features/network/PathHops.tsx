import { CircleCheck, CircleHelp, CircleMinus, CircleX, type LucideIcon } from "lucide-react";
import type { PathHopId, PathVerdict } from "../../../electron/contract/path-check/verdict.ts";
import { useWords } from "../../app-state.ts";

const icons: Readonly<Record<PathVerdict, LucideIcon>> = {
  good: CircleCheck,
  bad: CircleX,
  unknown: CircleHelp,
  unneeded: CircleMinus,
};

/** A hop with its sentences. */
interface DescribedHop {
  readonly id: PathHopId;
  readonly verdict: PathVerdict;
  readonly what: string;
  readonly todo?: string | null | undefined;
}

/** The hops of a machine's packets, each with its verdict; the culprit is marked. */
export function PathHops(props: {
  readonly hops: readonly DescribedHop[];
  readonly culprit: PathHopId | null;
}) {
  const { path } = useWords();
  return (
    <ol className="path">
      {props.hops.map(({ id, verdict, what, todo }) => {
        const Icon = icons[verdict];
        return (
          <li
            key={id}
            className={`hop hop-${verdict}`}
            aria-current={id === props.culprit ? "step" : undefined}
          >
            <Icon size={16} aria-hidden="true" />
            <span className="hop-name">{path.hops[id]}</span>
            <div className="hop-words selectable">
              <p>
                <span className="unseen">{path.verdicts[verdict]}: </span>
                {what}
              </p>
              {todo !== undefined && todo !== null && <p className="dim">{todo}</p>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
