import { type ReactNode, useId } from "react";

/** The attributes that tie a control to its label, hint and error. */
export interface FieldIds {
  readonly id: string;
  readonly "aria-describedby": string;
  readonly "aria-invalid": boolean;
}

/** A labelled control with its hint, which an error replaces. */
export function Field(props: {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly children: (ids: FieldIds) => ReactNode;
}) {
  const id = useId();
  const describedBy = `${id}-help`;
  const { error } = props;
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      {props.children({
        id,
        "aria-describedby": describedBy,
        "aria-invalid": error !== undefined,
      })}
      <p id={describedBy} className={error === undefined ? "hint" : "hint bad"} role="status">
        {error ?? props.hint}
      </p>
    </div>
  );
}
