import { useState } from "react";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import type { BrokenMachine } from "../../../electron/contract/machine/machine.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Note } from "../../components/Note.tsx";
import { StatusGlyph } from "../../components/StatusGlyph.tsx";

/** The row of a machine whose definition cannot be read, with the error and the button for its backup. */
export function BrokenRow(props: { readonly machine: BrokenMachine }) {
  const { id, problem, backup } = props.machine;
  const { ui } = useWords();
  const [refusal, setRefusal] = useState<AppError | null>(null);
  const name = backup?.name ?? id;

  async function recover() {
    const done = await bridge.call("machine.recover", { id });
    setRefusal(done.ok ? null : done.error);
  }

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
          <span className="cut">{name}</span>
          <span className="side bad">
            {ui.machines.broken} · <span className="link-button">{ui.machines.why}</span>
          </span>
        </button>
      </div>
      {isExplained && (
        <div className="row-note">
          <Note level="error" about={refusal ?? problem} />
          {backup !== null && (
            <button type="button" className="button" onClick={() => void recover()}>
              {ui.machines.recover(backup.savedAt)}
            </button>
          )}
        </div>
      )}
    </li>
  );
}
