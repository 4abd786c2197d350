import { useState } from "react";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { between } from "./list-keys.ts";

/** The selection among listed machines; machines that a filter hides do not belong to it. */
export interface Selection {
  readonly chosen: readonly MachineView[];
  has(id: string): boolean;
  toggle(id: string): void;
  /** Selects all machines from the last selected one to `to`; `from` is used if none is selected. */
  extend(from: string, to: string): void;
  set(machines: readonly MachineView[]): void;
}

/** Returns the selection among the machines of a list, in their order. */
export function useSelection(shown: readonly MachineView[]): Selection {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [anchor, setAnchor] = useState<string | null>(null);
  return {
    chosen: shown.filter(({ id }) => selected.has(id)),
    has: (id) => selected.has(id),
    toggle(id) {
      setAnchor(id);
      setSelected(
        new Set(selected.has(id) ? [...selected].filter((one) => one !== id) : [...selected, id]),
      );
    },
    extend(from, to) {
      const start = anchor !== null && selected.has(anchor) ? anchor : from;
      setAnchor(start);
      setSelected(
        new Set(
          between(
            shown.map(({ id }) => id),
            start,
            to,
          ),
        ),
      );
    },
    set(machines) {
      setAnchor(null);
      setSelected(new Set(machines.map(({ id }) => id)));
    },
  };
}
