import { Info, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { isCalm } from "../../../electron/contract/errors/app-error.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { Note } from "../../components/Note.tsx";

/** The LAN's problem in a word; a click unfolds the whole message. */
export function LanTrouble() {
  const { lan } = useAppState();
  const { ui } = useWords();
  const [isExplained, setExplained] = useState(false);
  if (lan.problem === null) return null;
  const level = isCalm(lan.problem) ? "info" : "warning";
  const Icon = level === "info" ? Info : TriangleAlert;
  return (
    <>
      <button
        type="button"
        className={`trouble trouble-${level}`}
        aria-expanded={isExplained}
        onClick={() => setExplained(!isExplained)}
      >
        <Icon size={14} aria-hidden="true" />
        <span className="cut">{level === "info" ? ui.lan.offline : ui.lan.problem} ·</span>
        <span className="link-button">{ui.machines.why}</span>
      </button>
      {isExplained && (
        <div className="lan-note">
          <Note level={level} about={lan.problem} onDismiss={() => setExplained(false)} />
        </div>
      )}
    </>
  );
}
