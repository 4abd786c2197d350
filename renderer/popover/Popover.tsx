import { LayoutDashboard, Plus, Settings } from "lucide-react";
import { useEffect, useRef } from "react";
import { useAppState, useWords } from "../app-state.ts";
import { bridge } from "../bridge.ts";
import { LanSwitch } from "../features/network/LanSwitch.tsx";
import { GeneralNotices } from "../features/notices/GeneralNotices.tsx";
import { RootPrompt } from "../features/root/RootPrompt.tsx";
import { followHeight } from "./fit-height.ts";
import { MachinesPart } from "./MachinesPart.tsx";
import { PopoverJobs } from "./PopoverJobs.tsx";
import { UplinksPart } from "./UplinksPart.tsx";

/** The card that opens from the tray, with LAN, uplinks and machines. */
export function Popover() {
  const { lan } = useAppState();
  const card = useRef<HTMLElement>(null);
  useEffect(() => (card.current === null ? undefined : followHeight(card.current)), []);
  useEffect(hideBesideCard, []);
  return (
    <main ref={card} className="popover">
      <div className="popover-content">
        <header className="popover-head">
          <h1>Virtray</h1>
          <span className="mono dim">{lan.subnet}</span>
          <LanSwitch />
        </header>
        <UplinksPart />
        <MachinesPart />
        <PopoverJobs />
        <GeneralNotices className="popover-notices" />
      </div>
      <Foot />
      <RootPrompt />
    </main>
  );
}

function Foot() {
  const { machines, farMachines, broken } = useAppState();
  const { ui } = useWords();
  // Without machines the list has the button that makes one.
  const isEmpty = machines.length + farMachines.length + broken.length === 0;
  return (
    <footer className="popover-foot">
      {!isEmpty && (
        <button
          type="button"
          className="button button-primary"
          onClick={() => void bridge.call("window.open", { page: "new-machine" })}
        >
          <Plus size={16} aria-hidden="true" />
          {ui.actions.newMachine}
        </button>
      )}
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
  );
}

/** Hides the popover by a press on its transparent frame, as on any other place beside the card. */
function hideBesideCard(): () => void {
  const pressed = ({ target }: PointerEvent) => {
    const isBeside =
      target === document.documentElement ||
      (target instanceof HTMLElement && (target === document.body || target.id === "root"));
    if (isBeside) void bridge.call("window.hide-popover", undefined);
  };
  document.addEventListener("pointerdown", pressed);
  return () => document.removeEventListener("pointerdown", pressed);
}
