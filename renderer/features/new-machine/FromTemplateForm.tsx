import { ChevronRight } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Field } from "../../components/Field.tsx";
import { SelectField } from "../../components/SelectField.tsx";
import { TextField } from "../../components/TextInput.tsx";
import { Trouble } from "../../components/Trouble.tsx";
import { FormFoot } from "../machine/FormFoot.tsx";
import { HardwareField } from "../machine/HardwareField.tsx";
import { templateFields, usualMemory } from "./from-template.ts";
import type { Proposal } from "./proposal.ts";
import { SshKeysField } from "./SshKeysField.tsx";
import { useFromTemplate } from "./use-from-template.ts";

const sizeFields = templateFields.filter((field) => field !== "address");

/** The form that makes a machine from a template: all is filled in, one click is enough. */
export function FromTemplateForm(props: {
  readonly wanted: string | undefined;
  readonly proposal: Proposal;
  readonly onCreated: (id: string) => void;
}) {
  const { proposal } = props;
  const { ui } = useWords();
  const { create, fromTemplate } = ui;
  const [isStarting, setStarting] = useState(true);
  const machine = useFromTemplate(props.wanted, proposal);
  const { at, setting, template } = machine;
  const usual = template === undefined ? "" : String(usualMemory(template));

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const id = await machine.make();
    if (id === null) return;
    if (isStarting) void bridge.call("machine.start", { id });
    props.onCreated(id);
  }

  return (
    <form
      ref={machine.form}
      className="card form"
      noValidate={true}
      onSubmit={(event) => void submit(event)}
    >
      {machine.generalRefusal !== null && <Trouble level="error" about={machine.generalRefusal} />}
      <div className="field-pair">
        <TextField {...at("name", create.name, create.nameHint)} />
        <SelectField
          {...at("template", fromTemplate.template, fromTemplate.templateHint)}
          options={machine.usable.map(({ id, name }) => [id, name])}
        />
        <HardwareField {...setting("address")} hint={create.addressHint} />
        <TextField
          {...at(
            "user",
            ui.templates.user,
            template?.definition.user == null ? fromTemplate.userUnknown : undefined,
          )}
          placeholder={template?.definition.user ?? ""}
        />
        {sizeFields.map((field) => (
          <HardwareField
            key={field}
            {...setting(field)}
            placeholder={field === "memoryMiB" ? usual : undefined}
          />
        ))}
        <TextField
          {...at("diskBytes", fromTemplate.disk, fromTemplate.diskHint(machine.leastSize))}
          inputMode="numeric"
          placeholder={String(Math.ceil((template?.virtualBytes ?? 0) / 2 ** 30))}
        />
      </div>
      <SshKeysField chosen={machine.keys} onChange={machine.setKeys} />
      <UserDataField {...at("userData", fromTemplate.userDataLabel, fromTemplate.userDataHint)} />
      <FormFoot
        isStarting={isStarting}
        onStarting={setStarting}
        isBusy={machine.isBusy}
        submit={fromTemplate.submit}
      />
    </form>
  );
}

/** A folded text area for a cloud-config of one's own. */
function UserDataField(props: {
  readonly name: string;
  readonly label: string;
  readonly hint: string | undefined;
  readonly error: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <details className="advanced">
      <summary>
        <ChevronRight size={14} aria-hidden="true" />
        {useWords().ui.fromTemplate.userData}
      </summary>
      <Field label={props.label} hint={props.hint} error={props.error}>
        {(ids) => (
          <textarea
            {...ids}
            className="input mono"
            name={props.name}
            rows={8}
            spellCheck={false}
            placeholder={"#cloud-config\npackages: [git]"}
            value={props.value}
            onChange={(event) => props.onChange(event.target.value)}
          />
        )}
      </Field>
    </details>
  );
}
