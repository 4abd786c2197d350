import { type ForwardState, viewForwards } from "../../../../electron/contract/app/forward-view.ts";
import { mostForwards } from "../../../../electron/contract/lan/forward.ts";
import type { MachineView } from "../../../../electron/contract/machine/machine.ts";
import { useAppState, useWords } from "../../../app-state.ts";
import { Trouble } from "../../../components/Trouble.tsx";
import { AddForwardForm } from "./AddForwardForm.tsx";
import { addressOf, ForwardRow } from "./ForwardRow.tsx";
import { useForwardChanges } from "./use-forwards.ts";

/** The ports of this computer that lead to a machine. */
export function ForwardsCard(props: { readonly machine: MachineView }) {
  const { machine } = props;
  const { lan, uplink } = useAppState();
  const { forwards: words } = useWords();
  const changes = useForwardChanges(machine.id);
  const { error, isAdding } = changes;
  const forwards = viewForwards(machine, lan, uplink);
  const has = (state: ForwardState) => forwards.some((each) => each.state === state);
  return (
    <section className="card" aria-label={words.title}>
      <div className="card-head">
        <h2>{words.title}</h2>
        {!isAdding && forwards.length < mostForwards && (
          <button
            type="button"
            className="button"
            aria-label={`${words.title}: ${words.add}`}
            onClick={() => changes.setAdding(true)}
          >
            {words.add}
          </button>
        )}
      </div>
      {forwards.length === 0 ? (
        <p className="dim selectable">{words.empty(machine.address)}</p>
      ) : (
        <ul className="forward-list">
          {forwards.map((forward) => (
            <ForwardRow
              key={`${forward.hostPort}/${forward.protocol}`}
              forward={forward}
              onRemove={() => void changes.remove(forward, words.removed(addressOf(forward)))}
            />
          ))}
        </ul>
      )}
      {(has("lan-off") || has("not-running")) && (
        <p className="hint" role="status">
          {has("lan-off") ? words.lanOff : words.notRunning}
        </p>
      )}
      {error !== null && <Trouble level="error" about={error} onDismiss={changes.dismissError} />}
      {isAdding && <AddForwardForm onAdd={changes.add} onClose={() => changes.setAdding(false)} />}
    </section>
  );
}
