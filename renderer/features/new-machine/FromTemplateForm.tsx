import { describeError } from "../../../electron/contract/words/words.ts";
import { useWords } from "../../app-state.ts";
import { Field } from "../../components/Field.tsx";
import { SelectField } from "../../components/SelectField.tsx";
import { TextField } from "../../components/TextInput.tsx";
import { Tiles } from "../../components/Tiles.tsx";
import { HardwareField } from "../machine/HardwareField.tsx";
import { HandedOnFields } from "./HandedOnFields.tsx";
import { MachineForm } from "./MachineForm.tsx";
import { MemoryField } from "./MemoryField.tsx";
import { ProcessorsField } from "./ProcessorsField.tsx";
import type { Proposal } from "./proposal.ts";
import { SshKeysField } from "./SshKeysField.tsx";
import { summaryOf } from "./summary.ts";
import { type ComputerThere, useFromTemplate } from "./use-from-template.ts";

/** More templates than this are chosen from a list: tiles would push all else out of sight. */
const mostTiles = 6;

/** The form that makes a machine from a template: all is filled in, one click is enough. */
export function FromTemplateForm(props: {
  readonly wanted: string | undefined;
  readonly proposal: Proposal;
  /** The computer that is to have the machine; null: this one. */
  readonly there: ComputerThere | null;
  readonly onCreated: (id: string) => void;
}) {
  const words = useWords();
  const { ui } = words;
  const { create, fromTemplate } = ui;
  const machine = useFromTemplate(props.wanted, props.proposal, props.there);
  const { at, setting, template, usable, shown } = machine;
  const chosen = at("template", fromTemplate.template, fromTemplate.templateHint);
  return (
    <MachineForm
      form={machine.form}
      refusal={machine.generalRefusal}
      isBusy={machine.isBusy}
      make={machine.make}
      onCreated={props.onCreated}
      summary={summaryOf(words, shown)}
      options={
        <div className="field-pair">
          <HardwareField {...setting("address")} hint={create.addressHint} />
          <TextField
            {...at("diskBytes", fromTemplate.disk, fromTemplate.diskHint(machine.leastSize))}
            inputMode="numeric"
          />
          <TextField
            {...at(
              "user",
              ui.templates.user,
              template?.definition.user == null ? fromTemplate.userUnknown : undefined,
            )}
          />
          {props.there === null && (
            <UserDataField
              {...at("userData", fromTemplate.userDataLabel, fromTemplate.userDataHint)}
            />
          )}
          <HandedOnFields machine={machine} there={props.there?.name ?? null} />
        </div>
      }
    >
      {usable.length > mostTiles ? (
        <SelectField {...chosen} options={usable.map(({ id, name }) => [id, name])} />
      ) : (
        <Tiles
          label={fromTemplate.template}
          name="template"
          isDense={true}
          tiles={usable.map(({ id, name, virtualBytes }) => ({
            value: id,
            title: name,
            detail: ui.unit.size(virtualBytes),
          }))}
          value={chosen.value}
          onChange={chosen.onChange}
        />
      )}
      <TextField {...at("name", create.name, create.nameHint)} />
      <div className="field-pair">
        <MemoryField {...setting("memoryMiB")} />
        <ProcessorsField {...setting("cpus")} />
      </div>
      <SshKeysField chosen={machine.keys} onChange={machine.setKeys} />
      <HowItStarts why={machine.whyBoots} />
    </MachineForm>
  );
}

/** Tells whether the machine runs at once, or why it boots although its template is warmed. */
function HowItStarts({ why }: { readonly why: ReturnType<typeof useFromTemplate>["whyBoots"] }) {
  const words = useWords();
  if (why === "cold") return null;
  return (
    <p className="hint" role="status" data-testid="how-it-starts">
      {why === null ? words.ui.fromTemplate.atOnce : describeError(words, why).what}
    </p>
  );
}

/** A text area for a cloud-config of one's own. */
function UserDataField(props: {
  readonly name: string;
  readonly label: string;
  readonly hint: string | undefined;
  readonly error: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <div className="field-wide">
      <Field label={props.label} hint={props.hint} error={props.error}>
        {(ids) => (
          <textarea
            {...ids}
            className="input mono"
            name={props.name}
            rows={5}
            spellCheck={false}
            placeholder={"#cloud-config\npackages: [git]"}
            value={props.value}
            onChange={(event) => props.onChange(event.target.value)}
          />
        )}
      </Field>
    </div>
  );
}
