import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import { useState } from "react";
import type { Finding, Repair } from "../../../electron/contract/doctor/doctor.ts";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import type { OneShotAction } from "../../../electron/contract/root/one-shot.ts";
import { describeRepair, describeStep } from "../../../electron/contract/words/describe-repair.ts";
import { commandOf, describeError } from "../../../electron/contract/words/words.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Advice } from "../../components/Advice.tsx";
import { RawCause } from "../../components/RawCause.tsx";
import { Trouble } from "../../components/Trouble.tsx";
import { navigate } from "../../dashboard/route.ts";
import { SetUpShortcut } from "../settings/SetUpShortcut.tsx";

const icons = { error: CircleAlert, warning: TriangleAlert, info: Info } as const;

/** One trouble: its words, its cause, and its repairs. */
export function FindingCard(props: {
  readonly finding: Exclude<Finding, { readonly level: "ok" }>;
  readonly repairs: readonly Repair[];
  /** The machine that the finding is about, if any. */
  readonly machine?: Pick<MachineView, "id" | "name"> | undefined;
  readonly onRepaired: () => void;
}) {
  const words = useWords();
  const { machine } = props;
  const { level, about } = props.finding;
  const { what } = describeError(words, about);
  const whyOf = (action: OneShotAction) => describeRepair(words, action).why;
  const Icon = icons[level];
  return (
    <li className={`card finding finding-${level}`}>
      <Icon size={18} aria-hidden="true" />
      <div>
        <p className="finding-what">
          <span className="unseen">{words.doctor.levels[level]}: </span>
          {machine !== undefined && (
            <>
              <button
                type="button"
                className="link-button"
                onClick={() => navigate({ page: "machines", machine: machine.id })}
              >
                {machine.name}
              </button>
              {": "}
            </>
          )}
          {what}
        </p>
        {/* A repair by a click makes a command in the advice superfluous. */}
        {(props.repairs.length === 0 || commandOf(words, about) === null) && (
          <Advice className="dim" about={about} />
        )}
        <RawCause about={about} />
        <SetUpShortcut about={about} onDecided={props.onRepaired} />
        {props.repairs.map((repair, index) => (
          <RepairBox
            key={repair.id}
            repair={repair}
            isWhySaid={props.repairs
              .slice(0, index)
              .some(({ action }) => whyOf(action) === whyOf(repair.action))}
            onRepaired={props.onRepaired}
          />
        ))}
      </div>
    </li>
  );
}

/** A repair: the steps that root would take, and the button that starts them. */
export function RepairBox(props: {
  readonly repair: Repair;
  /** Whether a repair above gives the same reason. */
  readonly isWhySaid?: boolean;
  readonly onRepaired: () => void;
}) {
  const words = useWords();
  const { ui, doctor } = words;
  const { id, action, steps } = props.repair;
  const { what, why, after } = describeRepair(words, action);
  const [state, setState] = useState<"idle" | "busy" | "done" | AppError>("idle");
  const carryOut = async () => {
    setState("busy");
    const answer = await bridge.call("doctor.repair", { id });
    setState(answer.ok ? "done" : answer.error);
    props.onRepaired();
  };
  const lines = steps.flatMap((step) => describeStep(words, step));
  return (
    <div className="repair">
      <p>
        <strong>{what}</strong> {props.isWhySaid !== true && why}
      </p>
      {lines.length > 0 && (
        <>
          <p className="dim">{doctor.runs}</p>
          <pre className="mono selectable">{lines.join("\n")}</pre>
        </>
      )}
      {typeof state === "object" && <Trouble level="error" about={state} />}
      {state === "done" && (
        <p role="status">
          {ui.health.done} {after}
        </p>
      )}
      <button
        type="button"
        className="button"
        disabled={state === "busy"}
        onClick={() => void carryOut()}
      >
        {state === "busy" ? ui.health.repairing : ui.health.repair}
      </button>
    </div>
  );
}
