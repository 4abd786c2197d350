import { useEffect, useState } from "react";
import type { CatalogueEntry } from "../../../electron/contract/template/template.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { AddForm } from "../../components/AddForm.tsx";
import { PathField } from "../../components/PathField.tsx";
import { Segments } from "../../components/Segments.tsx";
import { SelectField } from "../../components/SelectField.tsx";
import { TextField } from "../../components/TextInput.tsx";
import { useSending } from "../../components/use-sending.ts";
import {
  emptyTemplateDraft,
  originKinds,
  proposeTemplateName,
  readTemplateDraft,
  type TemplateDraft,
  type TemplateField,
} from "./new-template.ts";

/** The form that makes a template. The work itself is a job, which is shown above the list. */
export function AddTemplateForm(props: { readonly onClose: () => void }) {
  const { machines, templates } = useAppState();
  const { ui } = useWords();
  const [draft, setDraft] = useState<TemplateDraft>(emptyTemplateDraft);
  const [catalogue, setCatalogue] = useState<readonly CatalogueEntry[]>([]);
  const [wrong, setWrong] = useState<ReadonlySet<TemplateField>>(new Set());
  const { form, leadToWrong } = useSending();
  useEffect(() => {
    void bridge.call("template.catalogue", undefined).then((answer) => {
      if (answer.ok) setCatalogue(answer.value);
    });
  }, []);

  const stopped = machines.filter(({ status }) => status === "stopped" || status === "failed");
  const surroundings = { catalogue, machines, taken: templates.map(({ name }) => name) };
  const change = (difference: Partial<TemplateDraft>) => {
    setDraft((now) => ({ ...now, ...difference }));
    setWrong(new Set());
  };

  function submit(): void {
    const read = readTemplateDraft(draft, surroundings);
    if ("wrong" in read) {
      setWrong(read.wrong);
      leadToWrong();
      return;
    }
    void bridge.call("template.add", read.wish);
    props.onClose();
  }

  const at = (name: TemplateField, label: string, hint: string, help = hint) => ({
    name,
    label,
    hint,
    error: wrong.has(name) ? help : undefined,
    value: draft[name],
    onChange: (value: string) => change({ [name]: value }),
  });
  const machineHint = stopped.length === 0 ? ui.templates.noMachine : ui.templates.machineHint;

  return (
    <AddForm
      form={form}
      className="card form"
      label={ui.templates.add}
      submit={ui.templates.submit}
      onSubmit={submit}
      onClose={props.onClose}
    >
      <Segments
        label={ui.templates.kindLabel}
        name="kind"
        values={originKinds}
        value={draft.kind}
        nameOf={(kind) => ui.templates.kind[kind]}
        onChange={(kind) => change({ kind })}
      />
      {draft.kind === "catalogue" && (
        <SelectField
          {...at("catalogue", ui.templates.image, ui.templates.imageHint)}
          options={catalogue.map(({ id, name }) => [id, name])}
          mayBeNone={true}
        />
      )}
      {draft.kind === "file" && (
        <PathField
          {...at("file", ui.templates.file, ui.templates.fileHint, ui.create.diskWrong)}
          placeholder="/home/…"
        />
      )}
      {draft.kind === "url" && (
        <>
          <TextField
            {...at("url", ui.templates.url, ui.templates.urlHint, ui.templates.urlWrong)}
            placeholder="https://"
          />
          <TextField
            {...at("sum", ui.templates.sum, ui.templates.sumHint, ui.templates.sumWrong)}
          />
        </>
      )}
      {draft.kind === "machine" && (
        <SelectField
          {...at("machine", ui.templates.machine, machineHint)}
          options={stopped.map(({ id, name }) => [id, name])}
          mayBeNone={true}
        />
      )}
      <div className="field-pair">
        <TextField
          {...at(
            "name",
            ui.templates.name,
            ui.templates.nameHint,
            surroundings.taken.includes(draft.name) ? ui.templates.nameTaken : ui.create.nameWrong,
          )}
          placeholder={proposeTemplateName(draft, surroundings)}
        />
        {draft.kind !== "catalogue" && (
          <TextField
            {...at("user", ui.templates.user, ui.templates.userHint, ui.templates.userWrong)}
          />
        )}
      </div>
    </AddForm>
  );
}
