import { ShieldAlert } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import {
  isExplainedAlways,
  type RootPrompt as Prompt,
} from "../../../electron/contract/root/root.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";

/** Explains the work as root before the password prompt; closes once any window has answered. */
export function RootPrompt() {
  const { rootPrompt } = useAppState();
  return rootPrompt === null ? null : (
    <Explanation key={JSON.stringify(rootPrompt)} prompt={rootPrompt} />
  );
}

function Explanation({ prompt }: { readonly prompt: Prompt }) {
  const { ui, root } = useWords();
  const { title, steps, notes } = root.explain(prompt);
  const dialog = useRef<HTMLDialogElement>(null);
  const [isKnown, setKnown] = useState(false);
  const go = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    go.current?.focus();
  }, []);
  const answer = (goOn: boolean) =>
    void bridge.call("root.answer", { goOn, explain: !(goOn && isKnown) });
  return (
    <dialog
      ref={dialog}
      className="dialog root-prompt"
      aria-labelledby="root-title"
      onCancel={(event) => {
        // Main closes the dialog, because another window may show it as well.
        event.preventDefault();
        answer(false);
      }}
    >
      <h2 id="root-title">
        <ShieldAlert size={18} aria-hidden="true" /> {title}
      </h2>
      <p>{root.intro}</p>
      <ul>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ul>
      {notes.map((note) => (
        <p key={note} className="dim">
          {note}
        </p>
      ))}
      {!isExplainedAlways(prompt.task) && (
        <label className="root-known">
          <input
            type="checkbox"
            checked={isKnown}
            onChange={(event) => setKnown(event.target.checked)}
          />
          {root.never}
        </label>
      )}
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={() => answer(false)}>
          {ui.actions.cancel}
        </button>
        <button
          ref={go}
          type="button"
          className="button button-primary"
          onClick={() => answer(true)}
        >
          {root.go}
        </button>
      </div>
    </dialog>
  );
}
