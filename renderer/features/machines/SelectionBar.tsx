import { useState } from "react";
import type { MachineView } from "../../../electron/contract/machine.ts";
import { bridge } from "../../bridge.ts";
import { useWords } from "../../snapshot.ts";
import { ActionIcon } from "./ActionIcon.tsx";
import { DeleteDialog } from "./DeleteDialog.tsx";
import { canDo, type MachineAction } from "./machine-actions.ts";

const offered = ["start", "resume", "pause", "stop", "delete"] as const;

/** What can be done with the selected machines, each with those of them that it makes sense for. */
export function SelectionBar(props: { readonly machines: readonly MachineView[] }) {
  const { ui } = useWords();
  const [deleting, setDeleting] = useState<readonly MachineView[] | null>(null);
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
                if (action === "delete") setDeleting(machines);
                else for (const { id } of machines) void bridge.call(`machine.${action}`, { id });
              }}
            >
              <ActionIcon action={action} />
            </button>
          );
        })}
      </span>
      {deleting !== null && (
        <DeleteDialog
          machines={deleting}
          staying={props.machines.length - deleting.length}
          onClose={() => setDeleting(null)}
        />
      )}
    </>
  );
}
