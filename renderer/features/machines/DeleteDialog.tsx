import { useEffect, useRef } from "react";
import type { MachineView } from "../../../electron/contract/machine.ts";
import { bridge } from "../../bridge.ts";
import { useWords } from "../../snapshot.ts";

/** Asks before a machine goes to the trash. */
export function DeleteDialog(props: {
  readonly machine: MachineView;
  readonly onClose: () => void;
}) {
  const { machine, onClose } = props;
  const { ui } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="delete-title" onClose={onClose}>
      <h2 id="delete-title">{ui.remove.title(machine.name)}</h2>
      <p>{ui.remove.text}</p>
      <p className="mono selectable dialog-path">{machine.definition.disk.path}</p>
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          {ui.actions.cancel}
        </button>
        <button
          type="button"
          className="button button-danger"
          onClick={() => {
            void bridge.call("machine.delete", { id: machine.id });
            dialog.current?.close();
          }}
        >
          {ui.remove.confirm}
        </button>
      </div>
    </dialog>
  );
}
