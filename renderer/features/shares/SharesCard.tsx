import { Trash2 } from "lucide-react";
import { useState } from "react";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { mostShares, type ShareView } from "../../../electron/contract/machine/share.ts";
import { useWords } from "../../app-state.ts";
import { Trouble } from "../../components/Trouble.tsx";
import { AddShareForm } from "./AddShareForm.tsx";
import { useShareChanges } from "./use-shares.ts";

/** The folders of this computer that a machine has. */
export function SharesCard(props: { readonly machine: MachineView }) {
  const { id, shares: all = [] } = props.machine;
  const { shares: words, ui } = useWords();
  const [isAdding, setAdding] = useState(false);
  const changes = useShareChanges(id, () => setAdding(false));
  return (
    <section className="card" aria-label={words.title}>
      <div className="card-head">
        <h2>{words.title}</h2>
        {!isAdding && all.length < mostShares && (
          <button
            type="button"
            className="button"
            aria-label={`${words.title}: ${words.add}`}
            onClick={() => setAdding(true)}
          >
            {words.add}
          </button>
        )}
      </div>
      {all.length === 0 ? (
        <p className="dim">{words.empty}</p>
      ) : (
        <>
          <ul className="forward-list">
            {all.map((share) => (
              <ShareRow
                key={share.guestFolder}
                share={share}
                machine={id}
                removeLabel={ui.actions.of(words.remove, share.guestFolder)}
                onRemove={() => void changes.remove(share, words.removed(share.guestFolder))}
              />
            ))}
          </ul>
          <p className="hint">{words.hint}</p>
        </>
      )}
      {changes.error !== null && (
        <Trouble level="error" about={changes.error} onDismiss={changes.dismissError} />
      )}
      {isAdding && <AddShareForm folder="" onAdd={changes.add} onClose={() => setAdding(false)} />}
    </section>
  );
}

/** One shared folder: where it is here and in the machine, how it gets there, and what is wrong with it. */
function ShareRow(props: {
  readonly share: ShareView;
  readonly machine: string;
  readonly removeLabel: string;
  readonly onRemove: () => void;
}) {
  const { folder, guestFolder, readOnly, way, state, problem } = props.share;
  const { shares: words } = useWords();
  const standing = [
    state === "mounted" ? way : words.state[state],
    readOnly && words.readOnlyShort,
  ];
  return (
    <li className="forward">
      <div className="forward-line">
        <code className="mono selectable forward-address cut" title={folder}>
          {folder}
        </code>
        <span className="mono selectable">{`→ ${guestFolder}`}</span>
        <span className="dim forward-reach">{standing.filter(Boolean).join(", ")}</span>
        <button
          type="button"
          className="icon-button forward-remove"
          aria-label={props.removeLabel}
          title={words.remove}
          onClick={props.onRemove}
        >
          <Trash2 size={14} aria-hidden="true" />
        </button>
      </div>
      {problem !== null && <Trouble level="warning" about={problem} machine={props.machine} />}
    </li>
  );
}
