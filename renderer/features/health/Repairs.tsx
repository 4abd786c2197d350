import { useState } from "react";
import type { Repair } from "../../../electron/contract/doctor/doctor.ts";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import {
  describeRepair,
  describeStep,
  nameRepair,
} from "../../../electron/contract/words/describe-repair.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Trouble } from "../../components/Trouble.tsx";

/** The outcome of a repair. */
type Outcome = { readonly id: string; readonly is: "busy" | "done" | AppError };

/**
 * Repairs of one thing as buttons that name their effect, the first one as the usual choice. What
 * root would do is folded below: the question before the password tells it, too.
 */
export function Repairs(props: {
  readonly repairs: readonly Repair[];
  /** Whether none of them is the usual choice. */
  readonly isQuiet?: boolean;
  readonly onRepaired: () => void;
}) {
  const words = useWords();
  const { ui } = words;
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const carryOut = async (id: string) => {
    setOutcome({ id, is: "busy" });
    const answer = await bridge.call("doctor.repair", { id });
    setOutcome({ id, is: answer.ok ? "done" : answer.error });
    props.onRepaired();
  };
  const described = props.repairs.map((repair) => ({
    ...repair,
    ...describeRepair(words, repair.action),
    effect: nameRepair(words, repair.action),
  }));
  const reasons = [...new Set(described.map(({ why }) => why))];
  const done = described.find(({ id }) => outcome?.is === "done" && id === outcome.id);
  return (
    <div className="repairs">
      <p className="dim">{reasons.join(" ")}</p>
      <div className="remedies">
        {described.map(({ id, effect }, index) => (
          <button
            key={id}
            type="button"
            className={`button ${index === 0 && props.isQuiet !== true ? "button-primary" : ""}`}
            disabled={outcome?.is === "busy"}
            aria-busy={outcome?.id === id && outcome.is === "busy"}
            onClick={() => void carryOut(id)}
          >
            {effect}
          </button>
        ))}
        {outcome?.is === "busy" && (
          <span className="dim" role="status">
            {ui.health.repairing}
          </span>
        )}
      </div>
      {outcome !== null && typeof outcome.is === "object" && (
        <Trouble level="error" about={outcome.is} onRetry={() => carryOut(outcome.id)} />
      )}
      {done !== undefined && (
        <p role="status">
          {ui.health.done} {done.after}
        </p>
      )}
      <details className="raw">
        <summary>{ui.trouble.asRoot}</summary>
        {described.map(({ id, effect, what, steps }) => (
          <div key={id} className="repair">
            <p>
              <strong>{effect}</strong>: {what}
            </p>
            {steps.length > 0 && (
              <pre className="mono selectable">
                {steps.flatMap((step) => describeStep(words, step)).join("\n")}
              </pre>
            )}
          </div>
        ))}
      </details>
    </div>
  );
}
