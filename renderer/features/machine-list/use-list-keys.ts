import { type KeyboardEvent, useRef } from "react";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { rowAfter } from "./list-keys.ts";
import type { Selection } from "./use-selection.ts";

/** Returns the ID of the machine whose button or box an event is about; null for other elements. */
export function machineAt(target: EventTarget): string | null {
  const control = target instanceof Element ? target.closest("button, input") : null;
  return control?.closest<HTMLElement>("[data-machine]")?.dataset["machine"] ?? null;
}

/**
 * Handles keys in the rows of the list that the returned ref marks, beyond those that a row's button
 * and box handle themselves. `own`: those of this computer, which have a box. `ask` asks before machines are deleted,
 * and `showAll` shows rows that were not needed yet.
 */
export function useListKeys(
  shown: readonly { readonly id: string }[],
  own: readonly MachineView[],
  selection: Selection,
  {
    ask,
    showAll,
  }: {
    readonly ask: (machines: readonly MachineView[]) => void;
    readonly showAll: () => void;
  },
) {
  const list = useRef<HTMLUListElement>(null);
  const { chosen } = selection;

  function press(event: KeyboardEvent<HTMLElement>): void {
    const { key, shiftKey, ctrlKey, target } = event;
    const id = machineAt(target);
    const machine = shown.find((each) => each.id === id);
    if (machine === undefined || !(target instanceof HTMLElement)) return;
    const row = rowAfter(key, shown.indexOf(machine), shown.length);
    const next = row === null ? undefined : shown[row];
    if (next !== undefined) {
      const kind = target.tagName.toLowerCase();
      const line = list.current?.querySelector<HTMLElement>(`[data-machine="${next.id}"]`);
      if (line?.hidden === true) showAll();
      (
        line?.querySelector<HTMLElement>(`:scope > ${kind}`) ?? line?.querySelector("button")
      )?.focus();
      if (shiftKey) selection.extend(machine.id, next.id);
    } else if (key === " " && (shiftKey || ctrlKey)) {
      if (shiftKey) selection.extend(machine.id, machine.id);
      else selection.toggle(machine.id);
    } else if (key === "a" && ctrlKey) {
      selection.set(own);
    } else if (key === "Delete") {
      ask(chosen.length > 0 ? chosen : own.filter(({ id }) => id === machine.id));
    } else if (key === "Escape" && chosen.length > 0) {
      selection.set([]);
    } else {
      return;
    }
    event.preventDefault();
  }

  return { list, press };
}
