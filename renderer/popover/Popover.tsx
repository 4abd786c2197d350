import { LayoutDashboard, Plus, Settings } from "lucide-react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { bridge } from "../bridge.ts";
import { BrokenRow } from "../features/machines/BrokenRow.tsx";
import { MachineRow } from "../features/machines/MachineRow.tsx";
import { isAlive, matchMachines } from "../features/machines/machine-actions.ts";
import { LanSwitch } from "../features/network/LanSwitch.tsx";
import { LanTrouble } from "../features/network/LanTrouble.tsx";
import { RootPrompt } from "../features/network/RootPrompt.tsx";
import { UndoUplink } from "../features/network/UndoUplink.tsx";
import { UplinkList } from "../features/network/UplinkList.tsx";
import { GeneralNotices } from "../features/notices/GeneralNotices.tsx";
import { useAppState, useWords } from "../snapshot.ts";
import { moveFocus } from "./move-focus.ts";

/** The window that opens from the tray: LAN, uplink, machines, each one click or key away. */
export function Popover() {
  const { lan, machines, broken, notices } = useAppState();
  const { ui } = useWords();
  const [query, setQuery] = useState("");
  const find = useRef<HTMLInputElement>(null);
  const shown = new Set(matchMachines(machines, query));
  const running = machines.filter(({ status }) => isAlive(status)).length;

  const [opening, setOpening] = useState(0);
  // It opens as new, whatever was typed or unfolded before it was hidden.
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
    // An open menu has the keys to itself.
    if (event.defaultPrevented || document.querySelector("[role=menu], dialog[open]") !== null)
      return;
    if (event.key === "Escape") {
      if (query === "") void bridge.call("window.hide-popover", undefined);
      else setQuery("");
    } else if (moveFocus(event.key)) {
      event.preventDefault();
    } else if (isTyping(event) && document.activeElement !== find.current) {
      // Focused before the key's text arrives, the field receives it.
      find.current?.focus();
    }
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);

  return (
    <main className="popover">
      <header className="popover-head">
        <h1>Virtray</h1>
        <span className="mono dim">{lan.subnet}</span>
        <LanSwitch />
      </header>
      <div className="section-head">
        <h2 id="uplink-title">{ui.uplink.title}</h2>
        <UndoUplink machine={null} />
        <LanTrouble />
      </div>
      <UplinkList labelledBy="uplink-title" />
      <div className="section-head">
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
        <span className="count">{ui.machines.runningOf(running, machines.length)}</span>
      </div>
      <ul key={opening} className="machines" aria-labelledby="machines-title">
        {machines.map((machine) => (
          <MachineRow
            key={machine.id}
            machine={machine}
            notices={notices}
            isHidden={!shown.has(machine)}
          />
        ))}
        {query === "" && broken.map((machine) => <BrokenRow key={machine.id} machine={machine} />)}
        {machines.length + broken.length === 0 && (
          <li className="empty">
            <strong>{ui.machines.emptyTitle}</strong>
            {ui.machines.emptyHint}
          </li>
        )}
        {query !== "" && shown.size === 0 && (
          <li className="empty">{ui.machines.noMatch(query)}</li>
        )}
      </ul>
      <GeneralNotices className="popover-notices" />
      <footer className="popover-foot">
        <button
          type="button"
          className="button button-primary"
          onClick={() => void bridge.call("window.open", { page: "new-machine" })}
        >
          <Plus size={16} aria-hidden="true" />
          {ui.actions.newMachine}
        </button>
        <button
          type="button"
          className="button"
          onClick={() => void bridge.call("window.open", { page: "machines" })}
        >
          <LayoutDashboard size={16} aria-hidden="true" />
          {ui.actions.dashboard}
        </button>
        <button
          type="button"
          className="button last"
          aria-label={ui.actions.settings}
          title={ui.actions.settings}
          onClick={() => void bridge.call("window.open", { page: "settings" })}
        >
          <Settings size={16} aria-hidden="true" />
        </button>
      </footer>
      <RootPrompt />
    </main>
  );
}

/** Whether a key writes a character, and is not part of a shortcut or a press on a button. */
function isTyping(event: KeyboardEvent): boolean {
  return (
    event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.altKey && !event.metaKey
  );
}
