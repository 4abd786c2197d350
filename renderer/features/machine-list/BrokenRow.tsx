import type { BrokenMachine } from "../../../electron/contract/machine/machine.ts";
import { useWords } from "../../app-state.ts";
import { StatusGlyph } from "../../components/StatusGlyph.tsx";
import { Trouble } from "../../components/Trouble.tsx";
import { useOneOpen } from "../../hooks/use-one-open.ts";

/** The row of a machine whose definition cannot be read, with the error and the button for its backup. */
export function BrokenRow(props: { readonly machine: BrokenMachine }) {
  const { id, problem, backup } = props.machine;
  const { ui } = useWords();
  const [isExplained, setExplained] = useOneOpen(id);
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
          <span className="cut">{backup?.name ?? id}</span>
          <span className="side bad">
            {ui.machines.broken} · <span className="link-button">{ui.machines.why}</span>
          </span>
        </button>
      </div>
      {isExplained && (
        <div className="row-note">
          <Trouble level="error" about={problem} machine={id} />
        </div>
      )}
    </li>
  );
}
