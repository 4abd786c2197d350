import { ChevronRight, Plus } from "lucide-react";
import { useId, useState } from "react";
import type { TemplateView } from "../../../electron/contract/template/template.ts";
import { warmBytes } from "../../../electron/contract/template/warm.ts";
import type { Words } from "../../../electron/contract/words/en/english.ts";
import { useWords } from "../../app-state.ts";
import { StatusGlyph } from "../../components/StatusGlyph.tsx";
import { Trouble } from "../../components/Trouble.tsx";
import { navigate } from "../../dashboard/route.ts";
import { CloneMenu } from "./CloneMenu.tsx";
import { DeleteTemplateDialog } from "./DeleteTemplateDialog.tsx";
import type { CloneNode, TemplateNode } from "./lineage.ts";
import { TemplateMenu } from "./TemplateMenu.tsx";

/** Returns where a template comes from: in few words for its row, and whole for the tooltip. */
function originOf({ definition: { source } }: TemplateView, { ui: { templates } }: Words) {
  switch (source.kind) {
    case "file":
      return {
        short: templates.fromFile(source.path.split("/").at(-1) ?? ""),
        whole: templates.fromFile(source.path),
      };
    case "machine":
      return {
        short: templates.fromMachine(source.name),
        whole: templates.fromMachine(source.name),
      };
    case "download":
      return {
        short: URL.canParse(source.url) ? new URL(source.url).host : source.url,
        whole: templates.fromUrl(source.url),
      };
  }
}

/** Returns which machines run at once, where the template is warmed. */
function warmHint({ warm }: TemplateView, { ui }: Words): readonly string[] {
  const { size } = ui.unit;
  return warm.map(({ memoryMiB, cpus, takenBytes }) => {
    const memory = size(memoryMiB * 2 ** 20);
    return ui.templates.warmedHint(memory, ui.detail.processors(cpus), size(takenBytes));
  });
}

/** A template in one row, and its clones, which are folded. */
export function TemplateItem(props: { readonly node: TemplateNode }) {
  const { template, clones } = props.node;
  const words = useWords();
  const { templates, unit, actions } = words.ui;
  const [isDeleting, setDeleting] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const list = useId();
  const { warm } = template;
  const { source, user } = template.definition;
  const origin = originOf(template, words);
  const count = templates.clones(clones.length);
  return (
    <li className="template" data-testid={`template-${template.name}`}>
      <div className="template-head">
        <div className="template-title">
          <h2 className="cut" title={template.name}>
            {template.name}
          </h2>
          <p className="dim template-line">
            <span className="cut" title={[...warmHint(template, words), origin.whole].join("\n")}>
              {source.kind === "download" && source.unverified === true && (
                <span className="warn" title={templates.unverifiedHint}>
                  {`${templates.unverified} · `}
                </span>
              )}
              {[
                templates.size(unit.size(template.virtualBytes), unit.size(template.bytes)),
                ...(warm.length === 0
                  ? []
                  : [templates.warmed(unit.size(warmBytes(warm)), warm.length)]),
                ...(user === null ? [] : [templates.loginAs(user)]),
                origin.short,
                ...(clones.length === 0 ? [templates.unused] : []),
              ].join(" · ")}
            </span>
            {clones.length > 0 && (
              <button
                type="button"
                className="template-fold"
                aria-expanded={isOpen}
                aria-controls={list}
                aria-label={words.ui.actions.of(count, template.name)}
                onClick={() => setOpen(!isOpen)}
              >
                <ChevronRight size={13} aria-hidden="true" />
                {count}
              </button>
            )}
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
        <TemplateMenu template={template} onDelete={() => setDeleting(true)} />
      </div>
      {template.problem !== null && <Trouble level="error" about={template.problem} />}
      {isOpen && (
        <ul id={list} className="clones">
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
            <CloneMenu machine={machine} />
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
