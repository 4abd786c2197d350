import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { canDo } from "../../../electron/contract/machine/machine-actions.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { StatusGlyph } from "../../components/StatusGlyph.tsx";
import { ActionIcon } from "../machine/ActionIcon.tsx";

const offered = ["start", "resume", "pause", "suspend", "stop", "delete"] as const;

/** The selected machines by name, and the actions for them; each applies to those whose status allows it. */
export function SelectedPane(props: {
  readonly machines: readonly MachineView[];
  readonly onClear: () => void;
  /** Asks before machines are deleted. */
  readonly onDelete: () => void;
}) {
  const { machines } = props;
  const { ui } = useWords();
  const { machineList, startPage } = ui;
  return (
    <section className="selected-pane" aria-labelledby="selected-title">
      <header className="start-head">
        <h1 id="selected-title" aria-live="polite">
          {machineList.selected(machines.length)}
        </h1>
        <button type="button" className="link-button dim" onClick={props.onClear}>
          {startPage.clear}
        </button>
      </header>
      <div className="selected-actions">
        {offered.map((action) => {
          const able = machines.filter(({ status }) => canDo(action, status));
          const label = machineList.act(ui.verbs[action], able.length);
          const isPart = able.length > 0 && able.length < machines.length;
          return (
            <button
              key={action}
              type="button"
              className={action === "delete" ? "button button-quiet-danger" : "button"}
              disabled={able.length === 0}
              aria-label={label}
              onClick={() => {
                if (action === "delete") props.onDelete();
                else for (const { id } of able) void bridge.call(`machine.${action}`, { id });
              }}
            >
              <ActionIcon action={action} />
              {isPart ? label : ui.verbs[action]}
            </button>
          );
        })}
      </div>
      <p className="dim">{startPage.selectedHint}</p>
      <ul className="card selected-names">
        {machines.map(({ id, name, status, address }) => (
          <li key={id}>
            <StatusGlyph status={status} label={ui.machines.status[status]} />
            <span className="cut" title={name}>
              {name}
            </span>
            <span className="mono dim">{address}</span>
            <span className={status === "failed" ? "bad" : "dim"}>
              {ui.machines.status[status]}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
