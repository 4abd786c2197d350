import {
  type FormField,
  formFieldsOn,
  type HostMost,
  settingOf,
} from "../../../electron/contract/machine/hardware.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { isAlive } from "../../../electron/contract/machine/machine-actions.ts";
import { useWords } from "../../app-state.ts";
import { Trouble } from "../../components/Trouble.tsx";
import { HardwareField } from "../machine/HardwareField.tsx";
import { useHardwareForm } from "./use-hardware-form.ts";

const isChosen = (field: FormField) => settingOf(field).control === "choice";
const fields = formFieldsOn("set");
const typedBeforeChosen = [
  ...fields.filter((field) => !isChosen(field)),
  ...fields.filter((field) => isChosen(field)),
];

/** A machine's hardware and address. Each error stands at its field; what is typed stays typed. */
export function HardwareForm(props: { readonly machine: MachineView; readonly limits: HostMost }) {
  const { machine, limits } = props;
  const { machineSettings } = useWords().ui;
  const form = useHardwareForm(machine, limits);
  const { isBusy, hasChanged } = form;
  const isRunning = isAlive(machine.status);

  return (
    <form
      ref={form.element}
      className="card"
      noValidate={true}
      onSubmit={(event) => void form.submit(event)}
    >
      <h2>{machineSettings.hardware}</h2>
      {isRunning && <p className="settings-busy">{machineSettings.busy}</p>}
      <fieldset className="settings-fields" disabled={isRunning || isBusy}>
        <legend className="unseen">{machineSettings.hardware}</legend>
        {form.refusal !== null && (
          <Trouble level="error" about={form.refusal} machine={machine.id} />
        )}
        <div className="field-pair">
          {typedBeforeChosen.map((field) => (
            <HardwareField
              key={field}
              field={field}
              limits={limits}
              error={form.errorAt(field)}
              value={form.draft[field]}
              onChange={form.change(field)}
            />
          ))}
        </div>
        <div className="form-foot">
          <span className="settings-outcome dim" role="status">
            {form.isSaved && machineSettings.saved}
          </span>
          <button type="button" className="button" disabled={!hasChanged} onClick={form.discard}>
            {machineSettings.discard}
          </button>
          <button type="submit" className="button button-primary" disabled={!hasChanged}>
            {isBusy ? machineSettings.saving : machineSettings.save}
          </button>
        </div>
      </fieldset>
    </form>
  );
}
