import { TriangleAlert } from "lucide-react";
import { useState } from "react";
import { Note } from "../../components/Note.tsx";
import { useAppState, useWords } from "../../snapshot.ts";

/** What keeps the LAN from working fully: in a word, and on a click in whole sentences. */
export function LanTrouble() {
  const { lan } = useAppState();
  const { ui } = useWords();
  const [isExplained, setExplained] = useState(false);
  if (lan.problem === null) return null;
  return (
    <>
      <button
        type="button"
        className="trouble"
        aria-expanded={isExplained}
        onClick={() => setExplained(!isExplained)}
      >
        <TriangleAlert size={14} aria-hidden="true" />
        {ui.lan.problem} · <span className="link-button">{ui.machines.why}</span>
      </button>
      {isExplained && (
        <div className="lan-note">
          <Note level="warning" about={lan.problem} onDismiss={() => setExplained(false)} />
        </div>
      )}
    </>
  );
}
