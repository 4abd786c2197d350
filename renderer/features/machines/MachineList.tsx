import { Plus } from "lucide-react";
import { useState } from "react";
import type { MachineTab } from "../../../electron/contract/place.ts";
import { navigate } from "../../dashboard/route.ts";
import { useAppState, useWords } from "../../snapshot.ts";
import { BrokenRow } from "./BrokenRow.tsx";
import { MachineCard } from "./MachineCard.tsx";
import { matchMachines } from "./machine-actions.ts";
import { SelectionBar } from "./SelectionBar.tsx";
import { type MachineOrder, machineOrders, orderFrom, sortMachines } from "./sort-machines.ts";
import { TrashList } from "./TrashList.tsx";

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
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const shown = sortMachines(matchMachines(machines, query), order);
  // What the filter hides, nothing is done with.
  const chosen = shown.filter(({ id }) => selected.has(id));
  const isAll = chosen.length === shown.length;

  const sortBy = (wanted: MachineOrder) => {
    localStorage.setItem(orderKey, wanted);
    setOrder(wanted);
  };
  const toggle = (id: string) =>
    setSelected(
      (all) => new Set(all.has(id) ? [...all].filter((one) => one !== id) : [...all, id]),
    );
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
            onChange={() => setSelected(new Set(isAll ? [] : shown.map(({ id }) => id)))}
          />
          {chosen.length > 0 ? (
            <SelectionBar machines={chosen} />
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
      <ul aria-label={ui.machines.title} data-selecting={chosen.length > 0}>
        {shown.map((machine) => (
          <MachineCard
            key={machine.id}
            machine={machine}
            isShown={machine.id === props.chosen}
            isSelected={selected.has(machine.id)}
            onShow={() => navigate({ page: "machines", machine: machine.id, tab: props.tab })}
            onSelect={() => toggle(machine.id)}
          />
        ))}
        {query === "" && broken.map((machine) => <BrokenRow key={machine.id} machine={machine} />)}
        {query !== "" && shown.length === 0 && (
          <li className="empty">{ui.machines.noMatch(query)}</li>
        )}
      </ul>
      <TrashList />
    </div>
  );
}
