import { type FormEvent, useState } from "react";
import type { MachineFile, MachineView } from "../../../electron/contract/machine/machine.ts";
import { isAlive } from "../../../electron/contract/machine/machine-actions.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Note } from "../../components/Note.tsx";
import { SelectField } from "../../components/SelectField.tsx";
import { TextField } from "../../components/TextInput.tsx";
import { checkAddress, useChecked } from "../../components/use-checked.ts";
import { useSending } from "../../components/use-sending.ts";
import { busOptions, fieldHelp, type Limits, nicOptions } from "../machine/hardware-draft.ts";
import {
  draftOf,
  isChanged,
  readChange,
  type SettingsDraft,
  type SettingsField,
  settingOfError,
} from "./machine-settings.ts";

/** A machine's hardware and address. Each error stands at its field; what is typed stays typed. */
export function HardwareForm(props: { readonly machine: MachineView; readonly limits: Limits }) {
  const { machine, limits } = props;
  const words = useWords();
  const { ui } = words;
  const { create, detail, machineSettings } = ui;
  const [typed, setTyped] = useState<Partial<SettingsDraft>>({});
  const [saved, setSaved] = useState<{ over: MachineFile; now: MachineFile } | null>(null);
  const [wrong, setWrong] = useState<ReadonlySet<SettingsField>>(new Set());
  const sending = useSending();
  const { isBusy, refusal } = sending;

  // What was saved holds before the next state tells so.
  const before = draftOf(saved?.over === machine.definition ? saved.now : machine.definition);
  const draft = { ...before, ...typed };
  const hasChanged = isChanged(draft, before);
  const isRunning = isAlive(machine.status);
  const addressFault = useChecked(
    draft.address.trim() === before.address ? "" : draft.address.trim(),
    checkAddress,
  );
  const refused = refusal === null ? null : settingOfError(refusal.code);

  const change = (field: SettingsField) => (value: string) => {
    setTyped((now) => ({ ...now, [field]: value }));
    setWrong((now) => new Set([...now].filter((other) => other !== field)));
    setSaved(null);
    sending.forget();
  };

  function errorAt(field: SettingsField): string | undefined {
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

  const at = (field: SettingsField, label: string, hint?: string) => ({
    name: field,
    label,
    hint,
    error: errorAt(field),
    value: draft[field],
    onChange: change(field),
  });

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
        {refusal !== null && refused === null && <Note level="error" about={refusal} />}
        <div className="field-pair">
          <TextField
            {...at("memoryMiB", create.memory, create.upTo(ui.unit.mib(limits.mostMemoryMiB)))}
            inputMode="numeric"
          />
          <TextField
            {...at("cpus", create.cpus, create.upTo(String(limits.mostCpus)))}
            inputMode="numeric"
          />
          <TextField {...at("address", create.address)} />
          <TextField {...at("vncDisplay", create.vnc, create.vncHint)} inputMode="numeric" />
          <SelectField {...at("bus", detail.bus, create.busHint)} options={busOptions} />
          <SelectField {...at("nic", detail.nic, create.nicHint)} options={nicOptions} />
          <SelectField
            {...at("acceleration", detail.acceleration)}
            options={Object.entries(detail.accelerationWish)}
          />
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
