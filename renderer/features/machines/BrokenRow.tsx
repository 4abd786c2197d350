import { useState } from "react";
import type { BrokenMachine } from "../../../electron/contract/machine.ts";
import { Note } from "../../components/Note.tsx";
import { StatusGlyph } from "../../components/StatusGlyph.tsx";
import { useWords } from "../../snapshot.ts";

/** A machine whose definition cannot be read: it says so in its row and keeps nobody else back. */
export function BrokenRow(props: { readonly machine: BrokenMachine }) {
  const { id, problem } = props.machine;
  const { ui } = useWords();
  const [isExplained, setExplained] = useState(false);
  return (
    <li data-testid={`machine-row-${id}`}>
      <div className="row machine">
        <button
          type="button"
          className="open"
          data-row
          title={id}
          aria-expanded={isExplained}
          onClick={() => setExplained(!isExplained)}
        >
          <StatusGlyph status="failed" label={ui.machines.broken} />
          <span className="cut">{id}</span>
          <span className="side bad">
            {ui.machines.broken} · <span className="link-button">{ui.machines.why}</span>
          </span>
        </button>
      </div>
      {isExplained && (
        <div className="row-note">
          <Note level="error" about={problem} />
        </div>
      )}
    </li>
  );
}
