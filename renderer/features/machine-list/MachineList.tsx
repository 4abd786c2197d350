import { Plus } from "lucide-react";
import { type MouseEvent, type ReactNode, useMemo, useState } from "react";
import type { MachineTab } from "../../../electron/contract/app/route.ts";
import { type FarMachineView, isFar } from "../../../electron/contract/computer/far-machine.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { canDo } from "../../../electron/contract/machine/machine-actions.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { navigate } from "../../dashboard/route.ts";
import { useGrowingCount } from "../../hooks/use-growing-count.ts";
import { FarCard } from "../far/FarCard.tsx";
import { DeleteDialog } from "../machine/DeleteDialog.tsx";
import { matchMachines } from "../machine/machine-actions.ts";
import { BrokenRow } from "./BrokenRow.tsx";
import { ListSplitter, useListWidth } from "./ListSplitter.tsx";
import { MachineCard } from "./MachineCard.tsx";
import { type MachineOrder, machineOrders, orderFrom, sortMachines } from "./sort-machines.ts";
import { TrashList } from "./TrashList.tsx";
import { machineAt, useListKeys } from "./use-list-keys.ts";
import { type Selection, useSelection } from "./use-selection.ts";

/** The key of local storage that keeps the order. */
const orderKey = "machine-order";

/** Holds the order of the machines, also for the next start. */
function useOrder(): readonly [MachineOrder, (wanted: MachineOrder) => void] {
  const [order, setOrder] = useState(() => orderFrom(localStorage.getItem(orderKey)));
  const sortBy = (wanted: MachineOrder) => {
    localStorage.setItem(orderKey, wanted);
    setOrder(wanted);
  };
  return [order, sortBy];
}

/** All machines, to show one or to do something with several at once, and what stands beside them. */
export function MachineList(props: {
  readonly chosen: string | undefined;
  readonly tab: MachineTab | undefined;
  /** Returns what stands beside the list, which depends on the machines that are selected in it. */
  readonly children: (selected: {
    readonly machines: readonly MachineView[];
    readonly clear: () => void;
    /** Asks before machines are deleted. */
    readonly askDelete: (machines: readonly MachineView[]) => void;
  }) => ReactNode;
}) {
  const { machines, farMachines, broken, lan } = useAppState();
  const { ui } = useWords();
  const [query, setQuery] = useState("");
  const [order, sortBy] = useOrder();
  const [width, setWidth] = useListWidth();
  const [deleting, setDeleting] = useState<readonly MachineView[]>([]);
  const ordered = useMemo(
    () => sortMachines<MachineView | FarMachineView>([...machines, ...farMachines], order),
    [machines, farMachines, order],
  );
  const shown = matchMachines(ordered, query);
  const { count, end, showAll } = useGrowingCount(`${order} ${query}`, shown.length);
  // The chosen machine is in the list, however far down.
  const most = Math.max(count, shown.findIndex(({ id }) => id === props.chosen) + 1);
  const isShown = new Set(shown.slice(0, most));
  // Actions on several machines at once reach those of this computer only.
  const own = shown.flatMap((machine) => (isFar(machine) ? [] : [machine]));
  const selection = useSelection(own);
  const remove = (machines: readonly MachineView[]) => deleteOr(setDeleting, machines);
  const { list, press } = useListKeys(shown, own, selection, { ask: remove, showAll });
  const deletable = deleting.filter(({ status }) => canDo("delete", status));

  return (
    <>
      <div
        className="machine-list"
        style={width === null ? undefined : { ["--list-width" as string]: `${width}px` }}
      >
        <Head query={query} onQuery={setQuery} />
        {shown.length > 1 && (
          <Tools shown={own} selection={selection} order={order} onOrder={sortBy} />
        )}
        <ul
          ref={list}
          aria-label={ui.machines.title}
          data-selecting={selection.chosen.length > 0}
          onClick={(event) => clickMachine(event, selection, props.tab)}
          onKeyDown={press}
        >
          {ordered.map((machine) => {
            const shared = {
              isShown: machine.id === props.chosen,
              isHidden: !isShown.has(machine),
              prefixLength: lan.settings.prefixLength,
            };
            return isFar(machine) ? (
              <FarCard key={machine.id} machine={machine} {...shared} />
            ) : (
              <MachineCard
                key={machine.id}
                machine={machine}
                isSelected={selection.has(machine.id)}
                {...shared}
              />
            );
          })}
          {/* Always there: one that comes or goes has Blink compute the styles of all cards anew. */}
          <li ref={end} className="list-end" aria-hidden="true" hidden={shown.length <= most} />
          {query === "" &&
            broken.map((machine) => <BrokenRow key={machine.id} machine={machine} />)}
          {query !== "" && shown.length === 0 && (
            <li className="empty">{ui.machines.noMatch(query)}</li>
          )}
        </ul>
        <TrashList />
        <ListSplitter width={width} onWidth={setWidth} />
      </div>
      {props.children({
        machines: selection.chosen,
        clear: () => selection.set([]),
        askDelete: remove,
      })}
      {deletable.length > 0 && (
        <DeleteDialog
          machines={deletable}
          staying={deleting.length - deletable.length}
          onClose={() => setDeleting([])}
        />
      )}
    </>
  );
}

/** Deletes one machine without a question, because that can be undone; `ask` is called for others. */
function deleteOr(
  ask: (machines: readonly MachineView[]) => void,
  machines: readonly MachineView[],
): void {
  const [first, ...others] = machines;
  if (first !== undefined && others.length === 0) {
    void bridge.call("machine.delete", { id: first.id });
  } else ask(machines);
}

/** Selects the clicked machine, or with no modifier shows it. */
function clickMachine(
  event: MouseEvent<HTMLElement>,
  selection: Selection,
  tab: MachineTab | undefined,
): void {
  const id = machineAt(event.target);
  if (id === null) return;
  const isBox = event.target instanceof HTMLInputElement;
  if (event.shiftKey) selection.extend(id, id);
  else if (isBox || event.ctrlKey || event.metaKey) selection.toggle(id);
  else navigate({ page: "machines", machine: id, tab });
}

/** The filter, and the button that leads to a new machine. */
function Head(props: { readonly query: string; readonly onQuery: (query: string) => void }) {
  const { machines, actions, keys } = useWords().ui;
  return (
    <div className="machine-list-head">
      <input
        className="input"
        type="search"
        value={props.query}
        placeholder={machines.find}
        aria-label={machines.find}
        title={keys.ctrl("F")}
        onChange={(event) => props.onQuery(event.target.value)}
      />
      <button
        type="button"
        className="button"
        aria-label={actions.newMachine}
        title={`${actions.newMachine} (${keys.ctrl("N")})`}
        onClick={() => navigate({ page: "new-machine" })}
      >
        <Plus size={16} aria-hidden="true" />
      </button>
    </div>
  );
}

/** The box that selects all machines, and the order. */
function Tools(props: {
  readonly shown: readonly MachineView[];
  readonly selection: Selection;
  readonly order: MachineOrder;
  readonly onOrder: (order: MachineOrder) => void;
}) {
  const { shown, selection } = props;
  const { chosen } = selection;
  const { machineList } = useWords().ui;
  const isAll = chosen.length === shown.length;
  return (
    <div className="machine-list-tools">
      <input
        type="checkbox"
        className="machine-select"
        aria-label={machineList.selectAll}
        checked={isAll}
        ref={(box) => {
          if (box !== null) box.indeterminate = chosen.length > 0 && !isAll;
        }}
        onChange={() => selection.set(isAll ? [] : shown)}
      />
      <select
        className="machine-order"
        aria-label={machineList.sort}
        value={props.order}
        onChange={(event) => props.onOrder(orderFrom(event.target.value))}
      >
        {machineOrders.map((each) => (
          <option key={each} value={each}>
            {machineList.orders[each]}
          </option>
        ))}
      </select>
    </div>
  );
}
