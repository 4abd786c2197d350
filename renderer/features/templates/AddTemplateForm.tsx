import { useState } from "react";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { AddForm } from "../../components/AddForm.tsx";
import { PathField } from "../../components/PathField.tsx";
import { Segments } from "../../components/Segments.tsx";
import { SelectField } from "../../components/SelectField.tsx";
import { TextField } from "../../components/TextInput.tsx";
import { Tiles } from "../../components/Tiles.tsx";
import { useSending } from "../../hooks/use-sending.ts";
import { tileOfImage } from "./image-tile.ts";
import {
  emptyTemplateDraft,
  originKinds,
  proposeTemplateName,
  readTemplateDraft,
  type TemplateDraft,
  type TemplateField,
} from "./new-template.ts";
import { useCatalogue } from "./use-catalogue.ts";

/** The form that makes a template. The work itself is a job, which is shown above the list. */
export function AddTemplateForm(props: { readonly onClose: () => void }) {
  const { ui } = useWords();
  const form = useTemplateDraft(props.onClose);
  const { draft, surroundings, at } = form;
  return (
    <AddForm
      form={form.ref}
      className="card form"
      label={ui.templates.add}
      submit={ui.templates.submit}
      onSubmit={form.submit}
      onClose={props.onClose}
    >
      <Segments
        label={ui.templates.kindLabel}
        name="kind"
        values={originKinds}
        value={draft.kind}
        nameOf={(kind) => ui.templates.kind[kind]}
        onChange={(kind) => form.change({ kind })}
      />
      <OriginFields form={form} />
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

/** Holds the draft of a template, and sends it to main. */
function useTemplateDraft(onClose: () => void) {
  const { machines, templates } = useAppState();
  const [typed, setTyped] = useState<TemplateDraft>(emptyTemplateDraft);
  const catalogue = useCatalogue();
  const [wrong, setWrong] = useState<ReadonlySet<TemplateField>>(new Set());
  const { form: ref, leadToWrong } = useSending();
  const draft = { ...typed, catalogue: typed.catalogue || (catalogue[0]?.id ?? "") };
  const surroundings = { catalogue, machines, taken: templates.map(({ name }) => name) };
  const change = (difference: Partial<TemplateDraft>) => {
    setTyped((now) => ({ ...now, ...difference }));
    setWrong(new Set());
  };

  function submit(): void {
    const read = readTemplateDraft(draft, surroundings);
    if ("wrong" in read) {
      setWrong(read.wrong);
      leadToWrong();
      return;
    }
    void bridge.call("template.add", read.request);
    onClose();
  }

  const at = (name: TemplateField, label: string, hint: string, help = hint) => ({
    name,
    label,
    hint,
    error: wrong.has(name) ? help : undefined,
    value: draft[name],
    onChange: (value: string) => change({ [name]: value }),
  });
  return { ref, draft, surroundings, change, submit, at };
}

/** The fields for the source of the template. */
function OriginFields(props: { readonly form: ReturnType<typeof useTemplateDraft> }) {
  const { draft, surroundings, at, change } = props.form;
  const state = useAppState();
  const { machines } = state;
  const { ui } = useWords();
  const { templates, create } = ui;
  switch (draft.kind) {
    case "catalogue":
      return (
        <>
          <Tiles
            label={templates.image}
            name="catalogue"
            tiles={surroundings.catalogue.map((image) => tileOfImage(image, state.templates, ui))}
            value={draft.catalogue}
            onChange={(catalogue) => change({ catalogue })}
          />
          <p className="hint">{templates.imageHint}</p>
        </>
      );
    case "file":
      return (
        <PathField
          {...at("file", templates.file, templates.fileHint, create.diskWrong)}
          placeholder="/home/…"
        />
      );
    case "url":
      return (
        <>
          <TextField
            {...at("url", templates.url, templates.urlHint, templates.urlWrong)}
            placeholder="https://"
          />
          <TextField {...at("sum", templates.sum, templates.sumHint, templates.sumWrong)} />
        </>
      );
    case "machine": {
      const stopped = machines.filter(({ status }) => status === "stopped" || status === "failed");
      const hint = stopped.length === 0 ? templates.noMachine : templates.machineHint;
      return (
        <SelectField
          {...at("machine", templates.machine, hint)}
          options={stopped.map(({ id, name }) => [id, name])}
          mayBeNone={true}
        />
      );
    }
  }
}
