import { ChevronRight } from "lucide-react";
import { type FormEvent, useState } from "react";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Field } from "../../components/Field.tsx";
import { Note } from "../../components/Note.tsx";
import { SelectField } from "../../components/SelectField.tsx";
import { TextField } from "../../components/TextInput.tsx";
import { checkAddress, checkUserData, useChecked } from "../../components/use-checked.ts";
import { useSending } from "../../components/use-sending.ts";
import { freeName } from "../../free-name.ts";
import { FormFoot } from "../machine/FormFoot.tsx";
import {
  type CloneDraft,
  type CloneField,
  cloneFieldOfError,
  emptyCloneDraft,
  readCloneDraft,
  usualMemory,
} from "./from-template.ts";
import type { Proposal } from "./proposal.ts";
import { SshKeysField } from "./SshKeysField.tsx";

/** The form that makes a machine from a template: all is filled in, one click is enough. */
export function FromTemplateForm(props: {
  readonly wanted: string | undefined;
  readonly proposal: Proposal;
  readonly onCreated: (id: string) => void;
}) {
  const { proposal } = props;
  const { machines, templates } = useAppState();
  const words = useWords();
  const { ui } = words;
  const { create, fromTemplate } = ui;
  const [draft, setDraft] = useState<CloneDraft>(emptyCloneDraft);
  const [typed, setTyped] = useState<ReadonlySet<CloneField>>(new Set());
  const [keys, setKeys] = useState<readonly string[]>([]);
  const [wrong, setWrong] = useState<ReadonlySet<CloneField>>(new Set());
  const [isStarting, setStarting] = useState(true);
  const sending = useSending();
  const { isBusy, refusal } = sending;

  const usable = templates.filter(({ problem }) => problem === null);
  const template = usable.find(({ id }) => id === (draft.template || props.wanted)) ?? usable[0];
  const taken = machines.map(({ name }) => name);
  const filled: CloneDraft = {
    ...draft,
    template: template?.id ?? "",
    name: typed.has("name") ? draft.name : freeName(template?.name ?? "", taken),
    address: typed.has("address") ? draft.address : (proposal.address ?? ""),
  };
  const addressFault = useChecked(filled.address, checkAddress);
  const userDataFault = useChecked(draft.userData, checkUserData);

  const change = (field: CloneField) => (value: string) => {
    setDraft((now) => ({ ...now, [field]: value }));
    setTyped((now) => new Set([...now, field]));
    sending.forget();
    setWrong((now) => new Set([...now].filter((other) => other !== field)));
  };
  const least = ui.unit.size(template?.virtualBytes ?? 0);
  const help: Readonly<Record<CloneField, string>> = {
    name: create.nameWrong,
    template: fromTemplate.templateHint,
    address: create.addressWrong,
    memoryMiB: create.memoryWrong(proposal.mostMemoryMiB),
    cpus: create.cpusWrong(proposal.mostCpus),
    diskBytes: fromTemplate.diskWrong(least),
    user: ui.templates.userWrong,
    userData: fromTemplate.userDataHint,
  };

  function errorAt(field: CloneField): string | undefined {
    if (field === "name" && taken.includes(filled.name)) return create.nameTaken;
    if (wrong.has(field)) return help[field];
    const fault = field === "address" ? addressFault : field === "userData" ? userDataFault : null;
    const told = refusal !== null && cloneFieldOfError(refusal.code) === field ? refusal : fault;
    return told === null ? undefined : errorLine(words, told);
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    sending.forget();
    const read = readCloneDraft(filled, keys, template, proposal);
    if ("wrong" in read) {
      setWrong(read.wrong);
      return sending.leadToWrong();
    }
    const made = await sending.send(() => bridge.call("machine.create", read.wish));
    if (!made.ok) return;
    const { id } = made.value;
    if (isStarting) void bridge.call("machine.start", { id });
    props.onCreated(id);
  }

  const at = (name: CloneField, label: string, hint?: string) => ({
    name,
    label,
    hint,
    error: errorAt(name),
    value: filled[name],
    onChange: change(name),
  });

  return (
    <form
      ref={sending.form}
      className="card form"
      noValidate={true}
      onSubmit={(event) => void submit(event)}
    >
      {refusal !== null && cloneFieldOfError(refusal.code) === null && (
        <Note level="error" about={refusal} />
      )}
      <div className="field-pair">
        <TextField {...at("name", create.name, create.nameHint)} />
        <SelectField
          {...at("template", fromTemplate.template, fromTemplate.templateHint)}
          options={usable.map(({ id, name }) => [id, name])}
        />
        <TextField {...at("address", create.address, create.addressHint)} />
        <TextField
          {...at(
            "user",
            ui.templates.user,
            template?.definition.user == null ? fromTemplate.userUnknown : undefined,
          )}
          placeholder={template?.definition.user ?? ""}
        />
        <TextField
          {...at("memoryMiB", create.memory, create.upTo(ui.unit.mib(proposal.mostMemoryMiB)))}
          inputMode="numeric"
          placeholder={template === undefined ? "" : String(usualMemory(template))}
        />
        <TextField
          {...at("cpus", create.cpus, create.upTo(String(proposal.mostCpus)))}
          inputMode="numeric"
        />
        <TextField
          {...at("diskBytes", fromTemplate.disk, fromTemplate.diskHint(least))}
          inputMode="numeric"
          placeholder={String(Math.ceil((template?.virtualBytes ?? 0) / 2 ** 30))}
        />
      </div>
      <SshKeysField chosen={keys} onChange={setKeys} />
      <details className="advanced">
        <summary>
          <ChevronRight size={14} aria-hidden="true" />
          {fromTemplate.userData}
        </summary>
        <Field
          label={fromTemplate.userDataLabel}
          hint={fromTemplate.userDataHint}
          error={errorAt("userData")}
        >
          {(ids) => (
            <textarea
              {...ids}
              className="input mono"
              name="userData"
              rows={8}
              spellCheck={false}
              placeholder={"#cloud-config\npackages: [git]"}
              value={draft.userData}
              onChange={(event) => change("userData")(event.target.value)}
            />
          )}
        </Field>
      </details>
      <FormFoot
        isStarting={isStarting}
        onStarting={setStarting}
        isBusy={isBusy}
        submit={fromTemplate.submit}
      />
    </form>
  );
}
