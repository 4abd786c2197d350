import { ChevronRight } from "lucide-react";
import { type FormEvent, useEffect, useState } from "react";
import type { AppError } from "../../../electron/contract/errors.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { bridge } from "../../bridge.ts";
import { Field } from "../../components/Field.tsx";
import { Note } from "../../components/Note.tsx";
import { navigate } from "../../dashboard/route.ts";
import { useAppState, useWords } from "../../snapshot.ts";
import { DiskField } from "./DiskField.tsx";
import {
  type Draft,
  emptyDraft,
  type Field as FieldName,
  fieldHelp,
  fieldOfError,
  readDraft,
} from "./new-machine.ts";

/** Until the host's limits are known, any number passes; main checks again anyway. */
const unknownLimits = {
  mostMemoryMiB: Number.MAX_SAFE_INTEGER,
  mostCpus: Number.MAX_SAFE_INTEGER,
};

/** The form that makes a machine from an existing disk. Each error stands at its field. */
export function NewMachineForm() {
  const { machines } = useAppState();
  const words = useWords();
  const { ui } = words;
  const { create } = ui;
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [limits, setLimits] = useState(unknownLimits);
  const [wrong, setWrong] = useState<ReadonlySet<FieldName>>(new Set());
  const [refusal, setRefusal] = useState<AppError | null>(null);
  const [isStarting, setStarting] = useState(true);
  const [isBusy, setBusy] = useState(false);

  useEffect(() => {
    void bridge.call("machine.propose", undefined).then((answer) => {
      if (!answer.ok) return;
      const { address, ...found } = answer.value;
      setLimits(found);
      setDraft((now) => (now.address === "" ? { ...now, address: address ?? "" } : now));
    });
  }, []);

  const change = (field: FieldName) => (value: string) => {
    setDraft((now) => ({ ...now, [field]: value }));
    setWrong((now) => new Set([...now].filter((other) => other !== field)));
    if (refusal !== null && fieldOfError(refusal.code) === field) setRefusal(null);
  };

  function errorAt(field: FieldName): string | undefined {
    if (field === "name" && machines.some(({ name }) => name === draft.name)) {
      return create.nameTaken;
    }
    if (wrong.has(field)) return fieldHelp(field, limits, words);
    return refusal !== null && fieldOfError(refusal.code) === field
      ? errorLine(words, refusal)
      : undefined;
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const read = readDraft(draft, limits);
    setRefusal(null);
    if ("wrong" in read) return setWrong(read.wrong);
    setBusy(true);
    const added = await bridge.call("machine.add", read.wish);
    setBusy(false);
    if (!added.ok) return setRefusal(added.error);
    const { id } = added.value;
    if (isStarting) void bridge.call("machine.start", { id });
    navigate({ page: "machines", machine: id });
  }

  const text = (field: FieldName, label: string, hint?: string, inputMode?: "numeric") => (
    <Field label={label} hint={hint} error={errorAt(field)}>
      {(ids) => (
        <input
          {...ids}
          className="input"
          name={field}
          inputMode={inputMode ?? "text"}
          autoComplete="off"
          spellCheck={false}
          value={draft[field]}
          onChange={(event) => change(field)(event.target.value)}
        />
      )}
    </Field>
  );
  const choice = (
    field: FieldName,
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
    <div className="sheet">
      <h1>{create.title}</h1>
      <p className="dim">{create.intro}</p>
      <form className="card form" noValidate onSubmit={(event) => void submit(event)}>
        {refusal !== null && fieldOfError(refusal.code) === null && (
          <Note level="error" about={refusal} />
        )}
        {text("name", create.name, create.nameHint)}
        <DiskField value={draft.disk} error={errorAt("disk")} onChange={change("disk")} />
        {text("address", create.address, create.addressHint)}
        <div className="field-pair">
          {text(
            "memoryMiB",
            create.memory,
            limits === unknownLimits ? undefined : create.upTo(ui.unit.mib(limits.mostMemoryMiB)),
            "numeric",
          )}
          {text(
            "cpus",
            create.cpus,
            limits === unknownLimits ? undefined : create.upTo(String(limits.mostCpus)),
            "numeric",
          )}
        </div>
        <details className="advanced">
          <summary>
            <ChevronRight size={14} aria-hidden="true" />
            {create.advanced}
          </summary>
          <div className="field-pair">
            {choice("bus", ui.detail.bus, { virtio: "virtio", ide: "IDE" }, create.busHint)}
            {choice("nic", ui.detail.nic, { virtio: "virtio", e1000: "e1000" }, create.nicHint)}
            {choice("acceleration", ui.detail.acceleration, {
              auto: ui.detail.accelerationWish.auto,
              kvm: ui.detail.accelerationWish.kvm,
              tcg: ui.detail.accelerationWish.tcg,
            })}
            {text("vncDisplay", create.vnc, create.vncHint, "numeric")}
          </div>
        </details>
        <div className="form-foot">
          <label className="check">
            <input
              type="checkbox"
              checked={isStarting}
              onChange={(event) => setStarting(event.target.checked)}
            />
            {create.startAfter}
          </label>
          <button type="button" className="button" onClick={() => navigate({ page: "machines" })}>
            {ui.actions.cancel}
          </button>
          <button type="submit" className="button button-primary" disabled={isBusy}>
            {isBusy ? create.submitting : create.submit}
          </button>
        </div>
      </form>
    </div>
  );
}
