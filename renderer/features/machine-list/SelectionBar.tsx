import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { canDo, type MachineAction } from "../../../electron/contract/machine/machine-actions.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { ActionIcon } from "../machine/ActionIcon.tsx";

const offered = ["start", "resume", "pause", "stop", "delete"] as const;

/** The actions for the selected machines; each applies to those whose status allows it. */
export function SelectionBar(props: {
  readonly machines: readonly MachineView[];
  /** Asks before machines are deleted. */
  readonly onDelete: () => void;
}) {
  const { ui } = useWords();
  const able = (action: MachineAction) =>
    props.machines.filter(({ status }) => canDo(action, status));
  return (
    <>
      <span className="selected-count" role="status">
        {ui.machineList.selected(props.machines.length)}
      </span>
      <span className="selection-actions">
        {offered.map((action) => {
          const machines = able(action);
          const label = ui.machineList.act(ui.verbs[action], machines.length);
          return (
            <button
              key={action}
              type="button"
              className="icon-button"
              disabled={machines.length === 0}
              aria-label={label}
              title={label}
              onClick={() => {
                if (action === "delete") props.onDelete();
                else for (const { id } of machines) void bridge.call(`machine.${action}`, { id });
              }}
            >
              <ActionIcon action={action} />
            </button>
          );
        })}
      </span>
    </>
  );
}
