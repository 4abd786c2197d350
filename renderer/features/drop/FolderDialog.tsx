import { useEffect, useRef } from "react";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { AddShareForm } from "../shares/AddShareForm.tsx";
import { useShareChanges } from "../shares/use-shares.ts";

/** Asks whether a machine shares a dropped folder with this computer, or gets a copy of it. */
export function FolderDialog(props: {
  readonly machine: MachineView;
  readonly folder: string;
  readonly onClose: () => void;
}) {
  const { machine, folder } = props;
  const { drop } = useWords().ui;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const close = () => dialog.current?.close();
  const { add } = useShareChanges(machine.id, close);
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby="dropped-folder-title"
      onClose={props.onClose}
    >
      <h2 id="dropped-folder-title">{drop.folderTitle(machine.name)}</h2>
      <p>
        {drop.shareText}{" "}
        <button
          type="button"
          className="link-button"
          onClick={() => {
            // A failure stays in the list of jobs.
            void bridge.call("machine.send", { id: machine.id, paths: [folder] });
            close();
          }}
        >
          {drop.copyInstead}
        </button>
      </p>
      <AddShareForm folder={folder} onAdd={add} onClose={close} />
    </dialog>
  );
}
