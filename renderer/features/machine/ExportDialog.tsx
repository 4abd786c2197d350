import { useState } from "react";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { isAlive } from "../../../electron/contract/machine/machine-actions.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { AskDialog } from "../../components/AskDialog.tsx";

const kinds = ["disk", "libvirt"] as const;

/** Asks for the format of an export; the desktop's dialog asks for the folder. The work is a job. */
export function ExportDialog(props: {
  readonly machine: MachineView;
  readonly onClose: () => void;
}) {
  const { machine, onClose } = props;
  const { exporting } = useWords().ui;
  const [chosen, setChosen] = useState<(typeof kinds)[number]>("disk");
  const isRunning = isAlive(machine.status);

  function begin(close: () => void): void {
    // An error becomes a notice of the machine.
    void bridge.call("machine.export", { id: machine.id, libvirt: chosen === "libvirt" });
    close();
  }

  return (
    <AskDialog
      title={exporting.title(machine.name)}
      confirm={exporting.where}
      tone="primary"
      isBlocked={isRunning}
      onConfirm={begin}
      onClose={onClose}
    >
      <p>{exporting.text}</p>
      <fieldset className="export-kinds">
        <legend className="unseen">{exporting.as}</legend>
        {kinds.map((kind) => (
          <label key={kind} className="export-kind">
            <input
              type="radio"
              name="export-kind"
              checked={kind === chosen}
              onChange={() => setChosen(kind)}
            />
            <span>
              {exporting.kinds[kind]}
              <span className="dim">{exporting.hints[kind]}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {isRunning && <p className="warn">{exporting.busy}</p>}
    </AskDialog>
  );
}
