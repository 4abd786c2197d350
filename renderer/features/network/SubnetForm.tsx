import { type SubmitEvent, useState } from "react";
import type { Renumbering } from "../../../electron/contract/lan/renumber.ts";
import { describeError } from "../../../electron/contract/words/words.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Field } from "../../components/Field.tsx";
import { TextInput } from "../../components/TextInput.tsx";

/** Moves the LAN and its machines to another subnet, after showing the plan. */
export function SubnetForm() {
  const { lan } = useAppState();
  const words = useWords();
  const { renumber } = words.net;
  // The problem of an overlapping subnet proposes a free one.
  const [proposal = ""] = lan.problems.flatMap((problem) =>
    problem.code === "lan-overlap" || problem.code === "lan-hides-host"
      ? [problem.params.proposal]
      : [],
  );
  const [typed, setTyped] = useState<string | null>(null);
  const subnet = typed ?? (proposal.includes("/") ? proposal : "");
  const [isBusy, setBusy] = useState(false);
  const [plan, setPlan] = useState<Renumbering | null>(null);
  const [error, setError] = useState<string | undefined>();
  const ask = async (isDry: boolean) => {
    setBusy(true);
    const answer = await bridge.call("lan.renumber", { subnet: subnet.trim(), isDry });
    setBusy(false);
    setPlan(answer.ok ? answer.value : null);
    const told = answer.ok ? null : describeError(words, answer.error);
    setError(told === null ? undefined : [told.what, told.todo ?? ""].join(" ").trim());
  };
  const show = (event: SubmitEvent) => {
    event.preventDefault();
    void ask(true);
  };
  return (
    <section className="card" aria-busy={isBusy}>
      <form onSubmit={show}>
        <Field label={renumber.title} hint={renumber.hint} error={error}>
          {(ids) => (
            <span className="field-row">
              <TextInput
                {...ids}
                className="input mono"
                value={subnet}
                placeholder={lan.subnet}
                onChange={(text) => {
                  setTyped(text);
                  setPlan(null);
                  setError(undefined);
                }}
              />
              <button type="submit" className="button" disabled={isBusy || subnet.trim() === ""}>
                {renumber.look}
              </button>
            </span>
          )}
        </Field>
      </form>
      {plan !== null && <Plan plan={plan} isBusy={isBusy} onGo={() => void ask(false)} />}
    </section>
  );
}

function Plan(props: {
  readonly plan: Renumbering;
  readonly isBusy: boolean;
  readonly onGo: () => void;
}) {
  const { plan } = props;
  const { renumber } = useWords().net;
  const tell = plan.done ? renumber.done : renumber.planned;
  return (
    <div role="status" className="renumber-plan">
      <p>{tell(plan.subnet, plan.hostAddress)}</p>
      {plan.machines.length > 0 && (
        <div className="log">
          <table>
            <tbody>
              {plan.machines.map(({ id, name, from, to, follows }) => (
                <tr key={id}>
                  <td>{name}</td>
                  <td className="mono selectable">
                    {from} → {to}
                  </td>
                  <td>{renumber.follows[follows]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {!plan.done && (
        <button type="button" className="button" disabled={props.isBusy} onClick={props.onGo}>
          {renumber.go}
        </button>
      )}
    </div>
  );
}
