import { LayoutDashboard, Plus, Settings } from "lucide-react";
import { useAppState, useWords } from "../app-state.ts";
import { bridge } from "../bridge.ts";
import { LanSwitch } from "../features/network/LanSwitch.tsx";
import { LanTraffic } from "../features/network/LanTraffic.tsx";
import { LanExplanation, LanTrouble } from "../features/network/LanTrouble.tsx";
import { UndoUplink } from "../features/network/UndoUplink.tsx";
import { UplinkList } from "../features/network/UplinkList.tsx";
import { GeneralNotices } from "../features/notices/GeneralNotices.tsx";
import { RootPrompt } from "../features/root/RootPrompt.tsx";
import { MachinesPart } from "./MachinesPart.tsx";

/** The window that opens from the tray, with LAN, uplinks and machines. */
export function Popover() {
  const { lan } = useAppState();
  const { ui } = useWords();
  return (
    <main className="popover">
      <header className="popover-head">
        <h1>Virtray</h1>
        <span className="mono dim">{lan.subnet}</span>
        <LanSwitch />
      </header>
      <div className="section-head">
        <h2 id="uplink-title">{ui.uplink.title}</h2>
        <UndoUplink />
        <LanTraffic />
        <LanTrouble />
      </div>
      <LanExplanation />
      <UplinkList labelledBy="uplink-title" />
      <MachinesPart />
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
