import { Plus } from "lucide-react";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import type { Notice } from "../../electron/contract/app/state.ts";
import {
  type FarMachineView,
  isFar,
  knownOf,
} from "../../electron/contract/computer/far-machine.ts";
import type { MachineView } from "../../electron/contract/machine/machine.ts";
import { countStatuses } from "../../electron/contract/machine/machine-actions.ts";
import { useAppState, useWords } from "../app-state.ts";
import { bridge } from "../bridge.ts";
import { FarRow } from "../features/far/FarRow.tsx";
import { matchMachines } from "../features/machine/machine-actions.ts";
import { BrokenRow } from "../features/machine-list/BrokenRow.tsx";
import { MachineRow } from "../features/machine-list/MachineRow.tsx";
import { useGrowingCount } from "../hooks/use-growing-count.ts";
import { moveFocus } from "./move-focus.ts";
import { keepOrder, orderMachines } from "./order-machines.ts";

/** All machines and their filter, with the keys of the whole popover: typing anywhere filters. */
export function MachinesPart() {
  const { machines, farMachines, broken, notices, lan } = useAppState();
  const { ui } = useWords();
  const { query, setQuery, opening, find } = useFilter(() => showAll());
  const all = useMemo(() => [...machines, ...farMachines], [machines, farMachines]);
  const ordered = useCalmOrder(all, notices);
  const matching = matchMachines(ordered, query);
  const { count, end, showAll } = useGrowingCount(`${opening} ${query}`, matching.length);
  const shown = new Set(matching.slice(0, count));
  const counted = ui.machines.counted(countStatuses(knownOf(all)), all.length);
  return (
    <>
      <div className="section-head machines-head">
        <h2 id="machines-title">{ui.machines.title}</h2>
        <input
          ref={find}
          className="find"
          type="search"
          value={query}
          placeholder={ui.machines.find}
          aria-label={ui.machines.find}
          title={ui.machines.findHint}
          onChange={(event) => setQuery(event.target.value)}
        />
        {all.length > 0 && (
          <span key={counted} className="count">
            {counted}
          </span>
        )}
      </div>
      <ul
        key={opening}
        className="machines"
        data-many={all.length + broken.length > 2 || undefined}
        aria-labelledby="machines-title"
      >
        {/* Rows that the filter leaves out are hidden: making them again takes too long for a key. */}
        {ordered.map((machine) => {
          const shared = {
            ...{ notices, prefixLength: lan.settings.prefixLength, isHidden: !shown.has(machine) },
          };
          return isFar(machine) ? (
            <FarRow key={machine.id} machine={machine} {...shared} />
          ) : (
            <MachineRow key={machine.id} machine={machine} {...shared} />
          );
        })}
        {/* Always there: one that comes or goes has Blink compute the styles of all rows anew. */}
        <li ref={end} className="list-end" aria-hidden="true" hidden={matching.length <= count} />
        {query === "" && broken.map((machine) => <BrokenRow key={machine.id} machine={machine} />)}
        {query === "" && all.length + broken.length === 0 && <NoMachines />}
        {query !== "" && shown.size === 0 && (
          <li className="empty">{ui.machines.noMatch(query)}</li>
        )}
      </ul>
    </>
  );
}

function NoMachines() {
  const { ui } = useWords();
  return (
    <li className="empty">
      <strong>{ui.machines.emptyTitle}</strong>
      {ui.machines.emptyHint}
      <button
        type="button"
        className="button button-primary"
        data-row
        // The first steps, which a new user has not seen, are on the page of the machines.
        onClick={() => void bridge.call("window.open", { page: "machines" })}
      >
        <Plus size={16} aria-hidden="true" />
        {ui.machines.createFirst}
      </button>
    </li>
  );
}

/** Returns the machines in the order of an opening, which stays until the popover is hidden. */
function useCalmOrder<M extends MachineView | FarMachineView>(
  machines: readonly M[],
  notices: readonly Notice[],
): readonly M[] {
  const fresh = useMemo(() => {
    const noticed = notices.flatMap(({ machine, level }) =>
      machine === null || level !== "error" ? [] : [machine],
    );
    return orderMachines(machines, new Set(noticed));
  }, [machines, notices]);
  const [kept, setKept] = useState<readonly string[] | null>(null);
  const turn = useEffectEvent((isVisible: boolean) =>
    setKept(isVisible ? fresh.map(({ id }) => id) : null),
  );
  useEffect(() => bridge.on("popover", ({ isVisible }) => turn(isVisible)), []);
  return useMemo(
    () => (kept === null ? fresh : keepOrder(machines, kept)),
    [fresh, machines, kept],
  );
}

/** Holds the filter and handles the popover's keys; hiding the popover clears the filter and counts `opening`. `showAll` shows the last row. */
function useFilter(showAll: () => void) {
  const [query, setQuery] = useState("");
  const [opening, setOpening] = useState(0);
  const find = useRef<HTMLInputElement>(null);
  useEffect(
    () =>
      bridge.on("popover", ({ isVisible }) => {
        if (isVisible) return;
        setQuery("");
        setOpening((count) => count + 1);
      }),
    [],
  );

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    // The other keys are the field's, and what follows searches a thousand rows.
    const isOfField = document.activeElement === find.current && !leavesField.has(event.key);
    // An open menu has the keys to itself.
    const isOpen = () => document.querySelector("[role=menu], dialog[open]") !== null;
    if (isOfField || event.defaultPrevented || isOpen()) return;
    if (event.key === "Escape") {
      if (query === "") void bridge.call("window.hide-popover", undefined);
      else setQuery("");
    } else if (event.key === "End") {
      showAll();
      moveFocus(event.key);
      event.preventDefault();
    } else if (moveFocus(event.key)) {
      event.preventDefault();
    } else if (isTyping(event)) {
      // Focused before the key's text arrives, the field receives it.
      find.current?.focus();
    }
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
  return { query, setQuery, opening, find };
}

/** The keys that mean something beyond the field of the filter while it has the focus. */
const leavesField: ReadonlySet<string> = new Set(["Escape", "ArrowUp", "ArrowDown"]);

/** Returns whether a key writes a character: shortcuts do not, and Space presses a button. */
function isTyping(event: KeyboardEvent): boolean {
  return (
    event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.altKey && !event.metaKey
  );
}
