import { Info, TriangleAlert } from "lucide-react";
import { isCalm } from "../../../electron/contract/errors/app-error.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { Trouble } from "../../components/Trouble.tsx";
import { useOneOpen } from "../../components/use-one-open.ts";

/** The key of the LAN's explanation among those of the popover. */
const key = "lan";

/** The LAN's problem in a word; a click unfolds the whole message. */
export function LanTrouble() {
  const { lan } = useAppState();
  const { ui } = useWords();
  const [isExplained, setExplained] = useOneOpen(key);
  if (lan.problem === null) return null;
  const level = isCalm(lan.problem) ? "info" : "warning";
  const Icon = level === "info" ? Info : TriangleAlert;
  return (
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
  );
}

/** The unfolded message, which pushes down the list that it speaks of in place of covering it. */
export function LanExplanation() {
  const { lan } = useAppState();
  const [isExplained, setExplained] = useOneOpen(key);
  if (lan.problem === null || !isExplained) return null;
  return (
    <div className="lan-note">
      <Trouble
        level={isCalm(lan.problem) ? "info" : "warning"}
        about={lan.problem}
        onDismiss={() => setExplained(false)}
      />
    </div>
  );
}
