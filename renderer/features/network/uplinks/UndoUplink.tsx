import { Undo2 } from "lucide-react";
import { useAppState, useWords } from "../../../app-state.ts";
import { bridge } from "../../../bridge.ts";
import { useNow } from "../../../hooks/use-now.ts";

/** The popover's button that undoes the last choice of the LAN's uplink, while main offers that. */
export function UndoUplink() {
  const { uplinkUndo } = useAppState();
  const { ui } = useWords();
  const isOffered = uplinkUndo !== null && uplinkUndo.machine === null;
  const now = useNow(isOffered);
  if (!isOffered) return null;
  const seconds = Math.max(1, Math.ceil((uplinkUndo.until - now) / 1000));
  return (
    <button
      type="button"
      className="button undo-uplink"
      onClick={() => void bridge.call("uplink.undo", undefined)}
    >
      <Undo2 size={16} aria-hidden="true" />
      {ui.uplink.undo} <span className="dim undo-left">{ui.uplink.undoFor(seconds)}</span>
    </button>
  );
}
