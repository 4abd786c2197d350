import { FolderOpen } from "lucide-react";
import { type FormEvent, type ReactNode, useEffect, useState } from "react";
import type { CatalogueEntry } from "../../../electron/contract/template.ts";
import { bridge } from "../../bridge.ts";
import { Field, type FieldIds } from "../../components/Field.tsx";
import { useAppState, useWords } from "../../snapshot.ts";
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

  function submit(event: FormEvent): void {
    event.preventDefault();
    const read = readTemplateDraft(draft, surroundings);
    if ("wrong" in read) {
      setWrong(read.wrong);
      return;
    }
    void bridge.call("template.add", read.wish);
    props.onClose();
  }

  const field = (
    name: TemplateField,
    label: string,
    hint: string,
    help: string,
    children: (ids: FieldIds) => ReactNode,
  ) => (
    <Field label={label} hint={hint} error={wrong.has(name) ? help : undefined}>
      {children}
    </Field>
  );
  const input =
    (name: TemplateField, placeholder = "") =>
    (ids: FieldIds) => (
      <input
        {...ids}
        className="input"
        name={name}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        value={draft[name]}
        onChange={(event) => change({ [name]: event.target.value })}
      />
    );
  const select =
    (name: TemplateField, options: readonly (readonly [string, string])[]) => (ids: FieldIds) => (
      <select
        {...ids}
        name={name}
        value={draft[name]}
        onChange={(event) => change({ [name]: event.target.value })}
      >
        <option value="" disabled={true} hidden={true} />
        {options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    );

  return (
    <form className="card form" noValidate={true} onSubmit={submit}>
      <fieldset className="segments">
        <legend className="sr-only">{ui.templates.kindLabel}</legend>
        {originKinds.map((kind) => (
          <label key={kind} className="segment">
            <input
              type="radio"
              name="kind"
              checked={draft.kind === kind}
              onChange={() => change({ kind })}
            />
            {ui.templates.kind[kind]}
          </label>
        ))}
      </fieldset>
      {draft.kind === "catalogue" &&
        field(
          "catalogue",
          ui.templates.image,
          ui.templates.imageHint,
          ui.templates.imageHint,
          select(
            "catalogue",
            catalogue.map(({ id, name }) => [id, name]),
          ),
        )}
      {draft.kind === "file" &&
        field("file", ui.templates.file, ui.templates.fileHint, ui.create.diskWrong, (ids) => (
          <div className="field-row">
            {input("file", "/home/…")(ids)}
            <button
              type="button"
              className="button"
              onClick={() =>
                void bridge.call("disk.pick", undefined).then((picked) => {
                  if (picked.ok && picked.value !== null) change({ file: picked.value });
                })
              }
            >
              <FolderOpen size={14} aria-hidden="true" />
              {ui.create.pick}
            </button>
          </div>
        ))}
      {draft.kind === "url" && (
        <>
          {field(
            "url",
            ui.templates.url,
            ui.templates.urlHint,
            ui.templates.urlWrong,
            input("url", "https://"),
          )}
          {field(
            "sum",
            ui.templates.sum,
            ui.templates.sumHint,
            ui.templates.sumWrong,
            input("sum"),
          )}
        </>
      )}
      {draft.kind === "machine" &&
        field(
          "machine",
          ui.templates.machine,
          stopped.length === 0 ? ui.templates.noMachine : ui.templates.machineHint,
          stopped.length === 0 ? ui.templates.noMachine : ui.templates.machineHint,
          select(
            "machine",
            stopped.map(({ id, name }) => [id, name]),
          ),
        )}
      <div className="field-pair">
        {field(
          "name",
          ui.templates.name,
          ui.templates.nameHint,
          surroundings.taken.includes(draft.name) ? ui.templates.nameTaken : ui.create.nameWrong,
          input("name", proposeTemplateName(draft, surroundings)),
        )}
        {draft.kind !== "catalogue" &&
          field(
            "user",
            ui.templates.user,
            ui.templates.userHint,
            ui.templates.userWrong,
            input("user"),
          )}
      </div>
      <div className="form-foot form-foot-end">
        <button type="button" className="button" onClick={props.onClose}>
          {ui.actions.cancel}
        </button>
        <button type="submit" className="button button-primary">
          {ui.templates.submit}
        </button>
      </div>
    </form>
  );
}
