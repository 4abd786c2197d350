import type { FormEvent, ReactNode, RefObject } from "react";
import { useWords } from "../app-state.ts";

/** A form in the page that adds something; "Cancel" and Escape close it. */
export function AddForm(props: {
  readonly form: RefObject<HTMLFormElement | null>;
  readonly className: string;
  readonly label: string;
  readonly submit: string;
  readonly isBusy?: boolean;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { actions } = useWords().ui;
  return (
    <form
      ref={props.form}
      className={props.className}
      noValidate={true}
      aria-label={props.label}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        props.onSubmit();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") props.onClose();
      }}
    >
      {props.children}
      <div className="form-foot form-foot-end">
        <button type="button" className="button" onClick={props.onClose}>
          {actions.cancel}
        </button>
        <button type="submit" className="button button-primary" disabled={props.isBusy === true}>
          {props.submit}
        </button>
      </div>
    </form>
  );
}
