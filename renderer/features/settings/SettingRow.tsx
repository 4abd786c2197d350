import { RotateCcw } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useWords } from "../../snapshot.ts";

/** What ties a control to its title and explanation. */
export interface SettingIds {
  readonly "aria-labelledby": string;
  readonly "aria-describedby": string;
}

export interface SettingRowProps {
  readonly title: string;
  readonly hint: string;
  /** The default in words. */
  readonly default: string;
  readonly isDefault: boolean;
  readonly reset: () => void;
  readonly control: (ids: SettingIds) => ReactNode;
}

/** One setting: what it does, its control, its default and the way back to it. */
export function SettingRow(props: SettingRowProps) {
  const { ui } = useWords();
  const id = useId();
  const label = ui.actions.of(ui.settings.reset, props.title);
  return (
    <li className="setting">
      <div className="setting-words">
        <h2 id={`${id}-title`}>{props.title}</h2>
        <p id={`${id}-hint`} className="dim">
          {props.hint} {ui.settings.default(props.default)}.
        </p>
      </div>
      <div className="setting-control">
        {props.control({ "aria-labelledby": `${id}-title`, "aria-describedby": `${id}-hint` })}
      </div>
      <button
        type="button"
        className="icon-button"
        aria-label={label}
        title={label}
        disabled={props.isDefault}
        onClick={props.reset}
      >
        <RotateCcw size={14} aria-hidden="true" />
      </button>
    </li>
  );
}
