import { useEffect, useRef } from "react";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";

/** Asks before several machines are moved to the trash. */
export function DeleteDialog(props: {
  readonly machines: readonly MachineView[];
  /** How many of the chosen machines cannot be deleted in their status. */
  readonly staying?: number;
  readonly onClose: () => void;
}) {
  const { machines, staying = 0, onClose } = props;
  const { ui } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="delete-title" onClose={onClose}>
      <h2 id="delete-title">{ui.machineList.removeTitle(machines.length)}</h2>
      <p>{ui.machineList.removeText}</p>
      <p className="mono selectable dialog-path">
        {machines.map(({ definition }) => definition.disk.path).join("\n")}
      </p>
      {staying > 0 && <p className="dialog-more">{ui.machineList.removeStay(staying)}</p>}
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          {ui.actions.cancel}
        </button>
        <button
          type="button"
          className="button button-danger"
          onClick={() => {
            for (const { id } of machines) void bridge.call("machine.delete", { id });
            dialog.current?.close();
          }}
        >
          {ui.machineList.removeConfirm}
        </button>
      </div>
    </dialog>
  );
}
