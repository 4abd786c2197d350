import { type FormEvent, useEffect, useRef, useState } from "react";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { TextField } from "../../components/TextInput.tsx";
import { freeName } from "../../free-name.ts";
import { useNameFault } from "./use-name-fault.ts";

/** Asks for the name of a copy and starts the job that makes it. */
export function CopyDialog(props: { readonly machine: MachineView; readonly onClose: () => void }) {
  const { machine, onClose } = props;
  const { machines } = useAppState();
  const { machineSettings, create, actions } = useWords().ui;
  const [name, setName] = useState(() =>
    freeName(
      machine.name,
      machines.map((each) => each.name),
    ),
  );
  const fault = useNameFault(name);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (fault !== undefined) return;
    // An error becomes a notice of the machine.
    void bridge.call("machine.clone", { id: machine.id, name });
    dialog.current?.close();
  }

  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="copy-title" onClose={onClose}>
      <form className="dialog-form" noValidate={true} onSubmit={submit}>
        <h2 id="copy-title">{machineSettings.copyTitle(machine.name)}</h2>
        <p>{machineSettings.copyText}</p>
        {machine.definition.network.forwards !== undefined && (
          <p>{machineSettings.copyForwards(machine.name)}</p>
        )}
        <TextField
          label={machineSettings.copyName}
          hint={create.nameHint}
          error={fault}
          value={name}
          onFocus={(event) => event.target.select()}
          onChange={setName}
        />
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            {actions.cancel}
          </button>
          <button type="submit" className="button button-primary" disabled={fault !== undefined}>
            {machineSettings.copyDo}
          </button>
        </div>
      </form>
    </dialog>
  );
}
