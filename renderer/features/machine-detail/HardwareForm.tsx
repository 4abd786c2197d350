import { type FormEvent, useState } from "react";
import {
  type FormField,
  formFieldsOn,
  type HostMost,
  settingOf,
} from "../../../electron/contract/machine/hardware.ts";
import { settingIn } from "../../../electron/contract/machine/hardware-values.ts";
import type { MachineFile, MachineView } from "../../../electron/contract/machine/machine.ts";
import { isAlive } from "../../../electron/contract/machine/machine-actions.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Trouble } from "../../components/Trouble.tsx";
import { checkAddress, useChecked } from "../../components/use-checked.ts";
import { useSending } from "../../components/use-sending.ts";
import { HardwareField } from "../machine/HardwareField.tsx";
import {
  draftOf,
  fieldHelp,
  type HardwareDraft,
  settingOfError,
} from "../machine/hardware-draft.ts";
import { isChanged, readChange } from "./machine-settings.ts";

const isChosen = (field: FormField) => settingOf(field).control === "choice";
const fields = formFieldsOn("set");
const typedBeforeChosen = [
  ...fields.filter((field) => !isChosen(field)),
  ...fields.filter((field) => isChosen(field)),
];

/** A machine's hardware and address. Each error stands at its field; what is typed stays typed. */
export function HardwareForm(props: { readonly machine: MachineView; readonly limits: HostMost }) {
  const { machine, limits } = props;
  const words = useWords();
  const { ui } = words;
  const { machineSettings } = ui;
  const [typed, setTyped] = useState<Partial<HardwareDraft>>({});
  const [saved, setSaved] = useState<{ over: MachineFile; now: MachineFile } | null>(null);
  const [wrong, setWrong] = useState<ReadonlySet<FormField>>(new Set());
  const sending = useSending();
  const { isBusy, refusal } = sending;

  // The saved values apply before the next state arrives.
  const definition = saved?.over === machine.definition ? saved.now : machine.definition;
  const before = draftOf((field) => settingIn(definition, field));
  const draft = { ...before, ...typed };
  const hasChanged = isChanged(draft, before);
  const isRunning = isAlive(machine.status);
  const addressFault = useChecked(
    draft.address.trim() === before.address ? "" : draft.address.trim(),
    checkAddress,
  );
  const refused = refusal === null ? null : settingOfError(refusal.code);

  const change = (field: FormField) => (value: string) => {
    setTyped((now) => ({ ...now, [field]: value }));
    setWrong((now) => new Set([...now].filter((other) => other !== field)));
    setSaved(null);
    sending.forget();
  };

  function errorAt(field: FormField): string | undefined {
    if (wrong.has(field)) return fieldHelp(field, limits, words);
    const told = refused === field ? refusal : field === "address" ? addressFault : null;
    return told === null ? undefined : errorLine(words, told);
  }

  function discard(): void {
    setTyped({});
    setWrong(new Set());
    sending.forget();
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!hasChanged) return;
    const read = readChange(draft, before, limits);
    sending.forget();
    if ("wrong" in read) {
      setWrong(read.wrong);
      return sending.leadToWrong();
    }
    const over = machine.definition;
    const { id } = machine;
    const set = await sending.send(() => bridge.call("machine.set", { id, change: read.change }));
    if (!set.ok) return;
    discard();
    setSaved({ over, now: set.value });
  }

  return (
    <form
      ref={sending.form}
      className="card"
      noValidate={true}
      onSubmit={(event) => void submit(event)}
    >
      <h2>{machineSettings.hardware}</h2>
      {isRunning && <p className="settings-busy">{machineSettings.busy}</p>}
      <fieldset className="settings-fields" disabled={isRunning || isBusy}>
        <legend className="unseen">{machineSettings.hardware}</legend>
        {refusal !== null && refused === null && (
          <Trouble level="error" about={refusal} machine={machine.id} />
        )}
        <div className="field-pair">
          {typedBeforeChosen.map((field) => (
            <HardwareField
              key={field}
              field={field}
              limits={limits}
              error={errorAt(field)}
              value={draft[field]}
              onChange={change(field)}
            />
          ))}
        </div>
        <div className="form-foot">
          <span className="settings-outcome dim" role="status">
            {saved !== null && machineSettings.saved}
          </span>
          <button type="button" className="button" disabled={!hasChanged} onClick={discard}>
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
