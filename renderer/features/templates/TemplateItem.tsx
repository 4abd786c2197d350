import { CopyPlus, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import type { TemplateView } from "../../../electron/contract/template/template.ts";
import type { Words } from "../../../electron/contract/words/en/english.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { StatusGlyph } from "../../components/StatusGlyph.tsx";
import { Trouble } from "../../components/Trouble.tsx";
import { navigate } from "../../dashboard/route.ts";
import { DeleteTemplateDialog } from "./DeleteTemplateDialog.tsx";
import type { CloneNode, TemplateNode } from "./lineage.ts";

function originText({ definition: { source } }: TemplateView, { ui }: Words): string {
  switch (source.kind) {
    case "file":
      return ui.templates.fromFile(source.path);
    case "machine":
      return ui.templates.fromMachine(source.name);
    case "download":
      return ui.templates.fromUrl(source.url);
  }
}

/** A template and its clones, as one branch of the tree. */
export function TemplateItem(props: { readonly node: TemplateNode }) {
  const { template, clones } = props.node;
  const words = useWords();
  const { templates, unit, actions } = words.ui;
  const [isDeleting, setDeleting] = useState(false);
  const { source, user } = template.definition;
  const origin = originText(template, words);
  return (
    <li className="template" data-testid={`template-${template.name}`}>
      <div className="template-head">
        <div className="template-title">
          <h2 className="cut" title={template.name}>
            {template.name}
          </h2>
          <p className="dim">
            {[
              templates.size(unit.size(template.virtualBytes), unit.size(template.bytes)),
              template.clones.length === 0
                ? templates.unused
                : templates.clones(template.clones.length),
              ...(user === null ? [] : [templates.loginAs(user)]),
            ].join(" · ")}
          </p>
          <p className="dim cut" title={origin}>
            {source.kind === "download" && source.unverified === true && (
              <span className="warn" title={templates.unverifiedHint}>
                {`${templates.unverified} · `}
              </span>
            )}
            {origin}
          </p>
        </div>
        <button
          type="button"
          className="button"
          aria-label={actions.of(templates.use, template.name)}
          disabled={template.problem !== null}
          onClick={() => navigate({ page: "new-machine", template: template.id })}
        >
          <Plus size={14} aria-hidden="true" />
          {templates.use}
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={actions.of(words.ui.verbs.delete, template.name)}
          title={words.ui.verbs.delete}
          onClick={() => setDeleting(true)}
        >
          <Trash2 size={14} aria-hidden="true" />
        </button>
      </div>
      {template.problem !== null && <Trouble level="error" about={template.problem} />}
      {clones.length > 0 && (
        <ul className="clones">
          {clones.map((clone) => (
            <Clone key={clone.name} clone={clone} />
          ))}
        </ul>
      )}
      {isDeleting && (
        <DeleteTemplateDialog template={template} onClose={() => setDeleting(false)} />
      )}
    </li>
  );
}

/** A clone of a template, and the templates that were made from it. */
function Clone(props: { readonly clone: CloneNode }) {
  const { name, machine, templates } = props.clone;
  const { ui } = useWords();
  const isBusy = useAppState().jobs.some(
    (job) => job.kind === "flatten" && job.machine === machine?.id && job.problem === null,
  );
  const isStill = machine?.status === "stopped" || machine?.status === "failed";
  return (
    <li>
      <div className="clone">
        {machine === null ? (
          <span className="cut bad">
            {name} ({ui.machines.broken})
          </span>
        ) : (
          <>
            <button
              type="button"
              className="clone-name"
              onClick={() => navigate({ page: "machines", machine: machine.id })}
            >
              <StatusGlyph status={machine.status} label={ui.machines.status[machine.status]} />
              <span className="cut">{name}</span>
            </button>
            <button
              type="button"
              className="button button-small"
              aria-label={ui.actions.of(ui.templates.flatten, name)}
              title={ui.templates.flattenHint}
              disabled={!isStill || isBusy}
              onClick={() => void bridge.call("machine.flatten", { id: machine.id })}
            >
              <CopyPlus size={13} aria-hidden="true" />
              {ui.templates.flatten}
            </button>
          </>
        )}
      </div>
      {templates.length > 0 && (
        <ul className="clones">
          {templates.map((node) => (
            <TemplateItem key={node.template.id} node={node} />
          ))}
        </ul>
      )}
    </li>
  );
}
