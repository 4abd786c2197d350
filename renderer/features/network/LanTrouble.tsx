import { Info, TriangleAlert } from "lucide-react";
import { isCalm } from "../../../electron/contract/errors/app-error.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { Trouble } from "../../components/Trouble.tsx";
import { useOneOpen } from "../../hooks/use-one-open.ts";

/** The key of the LAN's explanation among those of the popover. */
const key = "lan";

/** The LAN's problems in a word; a click unfolds the whole messages. */
export function LanTrouble() {
  const { lan } = useAppState();
  const { ui } = useWords();
  const [isExplained, setExplained] = useOneOpen(key);
  if (lan.problems.length === 0) return null;
  const level = lan.problems.every(isCalm) ? "info" : "warning";
  const calm = lan.problems.some(({ code }) => code === "lan-small")
    ? ui.lan.small
    : ui.lan.offline;
  const Icon = level === "info" ? Info : TriangleAlert;
  return (
    <button
      type="button"
      className={`trouble trouble-${level}`}
      aria-expanded={isExplained}
      onClick={() => setExplained(!isExplained)}
    >
      <Icon size={14} aria-hidden="true" />
      <span className="cut">{level === "info" ? calm : ui.lan.problem} ·</span>
      <span className="link-button">{ui.machines.why}</span>
    </button>
  );
}

/** The unfolded messages, which push down the list that they speak of in place of covering it. */
export function LanExplanation() {
  const { lan } = useAppState();
  const [isExplained, setExplained] = useOneOpen(key);
  if (lan.problems.length === 0 || !isExplained) return null;
  return (
    <div className="lan-note">
      {lan.problems.map((problem) => (
        <Trouble
          key={JSON.stringify(problem)}
          level={isCalm(problem) ? "info" : "warning"}
          about={problem}
          onDismiss={() => setExplained(false)}
        />
      ))}
    </div>
  );
}
