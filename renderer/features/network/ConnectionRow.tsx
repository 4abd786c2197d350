import type { ReactNode } from "react";

/** One row: what it is about, how that stands, and what changes it. */
export function ConnectionRow(props: {
  readonly title: string;
  readonly standing: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className="connection-row">
      <h2>{props.title}</h2>
      <div className="connection-standing">{props.standing}</div>
      {props.children}
    </div>
  );
}
