import { Plus } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import type { MachineTab } from "../../../electron/contract/app/route.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { canDo } from "../../../electron/contract/machine/machine-actions.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { navigate } from "../../dashboard/route.ts";
import { DeleteDialog } from "../machine/DeleteDialog.tsx";
import { MachineCard } from "../machine/MachineCard.tsx";
import { matchMachines } from "../machine/machine-actions.ts";
import { BrokenRow } from "./BrokenRow.tsx";
import { rowAfter } from "./list-keys.ts";
import { SelectionBar } from "./SelectionBar.tsx";
import { type MachineOrder, machineOrders, orderFrom, sortMachines } from "./sort-machines.ts";
import { TrashList } from "./TrashList.tsx";
import { useSelection } from "./use-selection.ts";

/** Where the order is kept; it matters to this window alone. */
const orderKey = "machine-order";

/** All machines to choose one from, or several to do something with at once. */
export function MachineList(props: {
  readonly chosen: string | undefined;
  readonly tab: MachineTab | undefined;
}) {
  const { machines, broken } = useAppState();
  const { ui } = useWords();
  const [query, setQuery] = useState("");
  const [order, setOrder] = useState(() => orderFrom(localStorage.getItem(orderKey)));
  const [deleting, setDeleting] = useState<readonly MachineView[]>([]);
  const list = useRef<HTMLUListElement>(null);
  const shown = sortMachines(matchMachines(machines, query), order);
  const selection = useSelection(shown);
  const { chosen } = selection;
  const isAll = chosen.length === shown.length;

  const sortBy = (wanted: MachineOrder) => {
    localStorage.setItem(orderKey, wanted);
    setOrder(wanted);
  };

  /** What keys do in a row beyond what its card and its box do by themselves. */
  function press(event: KeyboardEvent<HTMLElement>, machine: MachineView): void {
    const { key, shiftKey, ctrlKey, currentTarget } = event;
    const row = rowAfter(key, shown.indexOf(machine), shown.length);
    const next = row === null ? undefined : shown[row];
    if (next !== undefined) {
      const kind = currentTarget.tagName.toLowerCase();
      list.current?.querySelector<HTMLElement>(`[data-machine="${next.id}"] > ${kind}`)?.focus();
      if (shiftKey) selection.extend(machine.id, next.id);
    } else if (key === " " && (shiftKey || ctrlKey)) {
      if (shiftKey) selection.extend(machine.id, machine.id);
      else selection.toggle(machine.id);
    } else if (key === "a" && ctrlKey) {
      selection.set(shown);
    } else if (key === "Delete") {
      setDeleting(chosen.length > 0 ? chosen : [machine]);
    } else if (key === "Escape" && chosen.length > 0) {
      selection.set([]);
    } else {
      return;
    }
    event.preventDefault();
  }
  const deletable = deleting.filter(({ status }) => canDo("delete", status));
  return (
    <div className="machine-list">
      <div className="machine-list-head">
        <input
          className="input"
          type="search"
          value={query}
          placeholder={ui.machines.find}
          aria-label={ui.machines.find}
          onChange={(event) => setQuery(event.target.value)}
        />
        <button
          type="button"
          className="button"
          aria-label={ui.actions.newMachine}
          title={ui.actions.newMachine}
          onClick={() => navigate({ page: "new-machine" })}
        >
          <Plus size={16} aria-hidden="true" />
        </button>
      </div>
      {shown.length > 1 && (
        <div className="machine-list-tools">
          <input
            type="checkbox"
            className="machine-select"
            aria-label={ui.machineList.selectAll}
            checked={isAll}
            ref={(box) => {
              if (box !== null) box.indeterminate = chosen.length > 0 && !isAll;
            }}
            onChange={() => selection.set(isAll ? [] : shown)}
          />
          {chosen.length > 0 ? (
            <SelectionBar machines={chosen} onDelete={() => setDeleting(chosen)} />
          ) : (
            <select
              className="machine-order"
              aria-label={ui.machineList.sort}
              value={order}
              onChange={(event) => sortBy(orderFrom(event.target.value))}
            >
              {machineOrders.map((each) => (
                <option key={each} value={each}>
                  {ui.machineList.orders[each]}
                </option>
              ))}
            </select>
          )}
        </div>
      )}
      <ul ref={list} aria-label={ui.machines.title} data-selecting={chosen.length > 0}>
        {shown.map((machine) => (
          <MachineCard
            key={machine.id}
            machine={machine}
            isShown={machine.id === props.chosen}
            isSelected={selection.has(machine.id)}
            onShow={() => navigate({ page: "machines", machine: machine.id, tab: props.tab })}
            onSelect={(isRange) =>
              isRange ? selection.extend(machine.id, machine.id) : selection.toggle(machine.id)
            }
            onKey={(event) => press(event, machine)}
          />
        ))}
        {query === "" && broken.map((machine) => <BrokenRow key={machine.id} machine={machine} />)}
        {query !== "" && shown.length === 0 && (
          <li className="empty">{ui.machines.noMatch(query)}</li>
        )}
      </ul>
      <TrashList />
      {deletable.length > 0 && (
        <DeleteDialog
          machines={deletable}
          staying={deleting.length - deletable.length}
          onClose={() => setDeleting([])}
        />
      )}
    </div>
  );
}
