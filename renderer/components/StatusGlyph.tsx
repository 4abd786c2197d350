import type { ReactElement } from "react";
import type { MachineStatus } from "../../electron/contract/machine/machine.ts";

const ring = (
  <path
    d="M12.5 7A5.5 5.5 0 1 1 7 1.5"
    fill="none"
    stroke="currentColor"
    strokeWidth="2"
    strokeLinecap="round"
  />
);

const shapes: Readonly<Record<MachineStatus, ReactElement>> = {
  running: <circle cx="7" cy="7" r="4.8" fill="currentColor" />,
  stopped: <circle cx="7" cy="7" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  paused: (
    <path d="M4.5 2.5v9M9.5 2.5v9" stroke="currentColor" strokeWidth="2.6" strokeLinecap="round" />
  ),
  suspended: <path d="M11.6 8.6A5 5 0 0 1 5.4 2.4 5 5 0 1 0 11.6 8.6Z" fill="currentColor" />,
  failed: <path d="M7 .8 13.2 7 7 13.2.8 7Z" fill="currentColor" />,
  starting: ring,
  stopping: ring,
};

/** A machine's status as a shape, with its word for screen readers. */
export function StatusGlyph(props: { readonly status: MachineStatus; readonly label: string }) {
  return (
    <svg
      className={`glyph glyph-${props.status}`}
      viewBox="0 0 14 14"
      role="img"
      aria-label={props.label}
    >
      {shapes[props.status]}
    </svg>
  );
}
