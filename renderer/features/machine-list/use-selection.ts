import { useState } from "react";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { between } from "./list-keys.ts";

/** Which of the listed machines are selected: what a filter hides, nothing is done with. */
export interface Selection {
  readonly chosen: readonly MachineView[];
  has(id: string): boolean;
  toggle(id: string): void;
  /** Selects all from the one that was selected last (`from`, if none is) to this one. */
  extend(from: string, to: string): void;
  set(machines: readonly MachineView[]): void;
}

/** A selection among the machines of a list, in their order. */
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
