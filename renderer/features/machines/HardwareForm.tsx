import { type FormEvent, useState } from "react";
import type { AppError } from "../../../electron/contract/errors.ts";
import type { MachineFile, MachineView } from "../../../electron/contract/machine.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { bridge } from "../../bridge.ts";
import { Field } from "../../components/Field.tsx";
import { Note } from "../../components/Note.tsx";
import { useWords } from "../../snapshot.ts";
import { isAlive } from "./machine-actions.ts";
import {
  draftOf,
  isChanged,
  readChange,
  type SettingsDraft,
  type SettingsField,
  settingOfError,
} from "./machine-settings.ts";
import { fieldHelp, type Limits } from "./new-machine.ts";
import { checkAddress, useChecked } from "./use-checked.ts";

/** A machine's hardware and address. Each error stands at its field; what is typed stays typed. */
export function HardwareForm(props: { readonly machine: MachineView; readonly limits: Limits }) {
  const { machine, limits } = props;
  const words = useWords();
  const { ui } = words;
  const { create, detail, machineSettings } = ui;
  const [typed, setTyped] = useState<Partial<SettingsDraft>>({});
  const [saved, setSaved] = useState<{ over: MachineFile; now: MachineFile } | null>(null);
  const [wrong, setWrong] = useState<ReadonlySet<SettingsField>>(new Set());
  const [refusal, setRefusal] = useState<AppError | null>(null);
  const [isBusy, setBusy] = useState(false);

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
    setRefusal(null);
  };

  function errorAt(field: SettingsField): string | undefined {
    if (wrong.has(field)) return fieldHelp(field, limits, words);
    const told = refused === field ? refusal : field === "address" ? addressFault : null;
    return told === null ? undefined : errorLine(words, told);
  }

  function discard(): void {
    setTyped({});
    setWrong(new Set());
    setRefusal(null);
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!hasChanged) return;
    const read = readChange(draft, before, limits);
    setRefusal(null);
    if ("wrong" in read) return setWrong(read.wrong);
    setBusy(true);
    const over = machine.definition;
    const set = await bridge.call("machine.set", { id: machine.id, change: read.change });
    setBusy(false);
    if (!set.ok) return setRefusal(set.error);
    discard();
    setSaved({ over, now: set.value });
  }

  const text = (field: SettingsField, label: string, hint?: string) => (
    <Field label={label} hint={hint} error={errorAt(field)}>
      {(ids) => (
        <input
          {...ids}
          className="input"
          name={field}
          autoComplete="off"
          spellCheck={false}
          value={draft[field]}
          onChange={(event) => change(field)(event.target.value)}
        />
      )}
    </Field>
  );
  const choice = (
    field: SettingsField,
    label: string,
    names: Readonly<Record<string, string>>,
    hint?: string,
  ) => (
    <Field label={label} hint={hint} error={errorAt(field)}>
      {(ids) => (
        <select
          {...ids}
          name={field}
          value={draft[field]}
          onChange={(event) => change(field)(event.target.value)}
        >
          {Object.entries(names).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );

  return (
    <form className="card" noValidate={true} onSubmit={(event) => void submit(event)}>
      <h2>{machineSettings.hardware}</h2>
      {isRunning && <p className="settings-busy">{machineSettings.busy}</p>}
      <fieldset className="settings-fields" disabled={isRunning || isBusy}>
        <legend className="sr-only">{machineSettings.hardware}</legend>
        {refusal !== null && refused === null && <Note level="error" about={refusal} />}
        <div className="field-pair">
          {text("memoryMiB", create.memory, create.upTo(ui.unit.mib(limits.mostMemoryMiB)))}
          {text("cpus", create.cpus, create.upTo(String(limits.mostCpus)))}
          {text("address", create.address)}
          {text("vncDisplay", create.vnc, create.vncHint)}
          {choice("bus", detail.bus, { virtio: "virtio", ide: "IDE" }, create.busHint)}
          {choice("nic", detail.nic, { virtio: "virtio", e1000: "e1000" }, create.nicHint)}
          {choice("acceleration", detail.acceleration, detail.accelerationWish)}
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
