import {
  type FormField,
  formFieldsOn,
  type HostMost,
  settingOf,
} from "../../../electron/contract/machine/hardware.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { canDo, isAlive } from "../../../electron/contract/machine/machine-actions.ts";
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
  const { isBusy, hasChanged, saved, generalRefusal } = form;
  const isOn = isAlive(machine.status);
  // A machine that is paused, starting or stopping can neither be changed nor shut down.
  const isHeld = isOn && !canDo("stop", machine.status) && !isBusy;

  return (
    <form
      ref={form.ref}
      className="card"
      noValidate={true}
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit();
      }}
    >
      <h2>{machineSettings.hardware}</h2>
      {isHeld && <p className="settings-busy">{machineSettings.busy}</p>}
      <fieldset className="settings-fields" disabled={isHeld || isBusy}>
        <legend className="unseen">{machineSettings.hardware}</legend>
        {generalRefusal !== null && (
          <Trouble level="error" about={generalRefusal} machine={machine.id} />
        )}
        <div className="field-pair">
          {typedBeforeChosen.map((field) => (
            <HardwareField key={field} {...form.at(field)} />
          ))}
        </div>
        <div className="form-foot">
          <span className="settings-outcome dim" role="status">
            {isBusy
              ? isOn && machineSettings.restarting
              : saved !== null
                ? saved.isRestarted
                  ? machineSettings.restarted
                  : machineSettings.saved
                : hasChanged && isOn && machineSettings.restartHint}
          </span>
          {hasChanged && (
            <button type="button" className="button" onClick={form.discard}>
              {machineSettings.discard}
            </button>
          )}
          <button
            type="submit"
            className="button button-primary"
            aria-busy={isBusy}
            disabled={!hasChanged}
          >
            {isOn
              ? machineSettings.restart
              : isBusy
                ? machineSettings.saving
                : machineSettings.save}
          </button>
        </div>
      </fieldset>
    </form>
  );
}
