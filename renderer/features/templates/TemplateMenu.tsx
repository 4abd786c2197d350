import { Snowflake, Trash2, Zap } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { TemplateView } from "../../../electron/contract/template/template.ts";
import { isPair, usualPair, warmBytes } from "../../../electron/contract/template/warm.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { MoreMenu } from "../../components/MoreMenu.tsx";

/** The menu of a template: it is warmed, its warmed states are deleted, or it is deleted itself. */
export function TemplateMenu(props: {
  readonly template: TemplateView;
  readonly onDelete: () => void;
}) {
  const { id, name, warm, problem, definition } = props.template;
  const { templates, verbs, unit } = useWords().ui;
  const { jobs, settings } = useAppState();
  const isWarming = jobs.some(
    (job) => job.kind === "template-warm" && job.subject === name && job.problem === null,
  );
  const isUsualWarm = warm.some((state) => isPair(state, usualPair(definition)));
  const isNever = settings.warmTemplates === "never";
  return (
    <MoreMenu of={name}>
      <DropdownMenu.Item
        className="menu-item menu-item-told"
        disabled={isWarming || isNever || problem !== null}
        onSelect={() => void bridge.call("template.warm", { id })}
      >
        <Zap size={16} aria-hidden="true" />
        <span>
          {isUsualWarm ? templates.warmAgain : templates.warm}
          <span className="menu-hint">
            {isWarming ? templates.warming : isNever ? templates.warmNever : templates.warmHint}
          </span>
        </span>
      </DropdownMenu.Item>
      {warm.length > 0 && (
        <DropdownMenu.Item
          className="menu-item menu-item-told"
          disabled={isWarming}
          onSelect={() => void bridge.call("template.cool", { id })}
        >
          <Snowflake size={16} aria-hidden="true" />
          <span>
            {templates.cool(warm.length)}
            <span className="menu-hint">{templates.coolHint(unit.size(warmBytes(warm)))}</span>
          </span>
        </DropdownMenu.Item>
      )}
      <DropdownMenu.Item className="menu-item" onSelect={props.onDelete}>
        <Trash2 size={16} aria-hidden="true" />
        {verbs.delete}
      </DropdownMenu.Item>
    </MoreMenu>
  );
}
