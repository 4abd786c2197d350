import { Snowflake, Trash2, Zap } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { TemplateView } from "../../../electron/contract/template/template.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { MoreMenu } from "../../components/MoreMenu.tsx";

/** The menu of a template: it is warmed, its warmed state is deleted, or it is deleted itself. */
export function TemplateMenu(props: {
  readonly template: TemplateView;
  readonly onDelete: () => void;
}) {
  const { id, name, warm, problem } = props.template;
  const { templates, verbs, unit } = useWords().ui;
  const { jobs, settings } = useAppState();
  const isWarming = jobs.some(
    (job) => job.kind === "template-warm" && job.subject === name && job.problem === null,
  );
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
          {warm === null ? templates.warm : templates.warmAgain}
          <span className="menu-hint">
            {isWarming ? templates.warming : isNever ? templates.warmNever : templates.warmHint}
          </span>
        </span>
      </DropdownMenu.Item>
      {warm !== null && (
        <DropdownMenu.Item
          className="menu-item menu-item-told"
          disabled={isWarming}
          onSelect={() => void bridge.call("template.cool", { id })}
        >
          <Snowflake size={16} aria-hidden="true" />
          <span>
            {templates.cool}
            <span className="menu-hint">{templates.coolHint(unit.size(warm.takenBytes))}</span>
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
