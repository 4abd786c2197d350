import { type ReactNode, useEffect, useId, useRef } from "react";
import { useWords } from "../app-state.ts";

/** A question over the page. Escape and the first button close it, and change nothing. */
export function AskDialog(props: {
  readonly title: string;
  /** The words of the button that says yes; null if there is nothing to agree to. */
  readonly confirm: string | null;
  readonly tone: "primary" | "danger";
  readonly isBlocked?: boolean;
  /** Does what was asked for; `close` closes the dialog. */
  readonly onConfirm: (close: () => void) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { actions } = useWords().ui;
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => dialog.current?.showModal(), []);
  const close = () => dialog.current?.close();
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby={titleId} onClose={props.onClose}>
      <h2 id={titleId}>{props.title}</h2>
      {props.children}
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={close}>
          {props.confirm === null ? actions.close : actions.cancel}
        </button>
        {props.confirm !== null && (
          <button
            type="button"
            className={`button button-${props.tone}`}
            disabled={props.isBlocked === true}
            onClick={() => props.onConfirm(close)}
          >
            {props.confirm}
          </button>
        )}
      </div>
    </dialog>
  );
}
