import { RotateCcw } from "lucide-react";
import { type ReactNode, useId } from "react";
import type { AppError, Result } from "../../../electron/contract/errors/app-error.ts";
import { useWords } from "../../app-state.ts";
import { Trouble } from "../../components/Trouble.tsx";

/** The attributes that tie a control to its title and explanation. */
export interface SettingIds {
  readonly "aria-labelledby": string;
  readonly "aria-describedby": string;
}

export interface SettingRowProps {
  /** The id under which a refused change is reported. */
  readonly id: string;
  readonly title: string;
  readonly hint: string;
  readonly isDefault: boolean;
  readonly reset: () => void;
  readonly control: (ids: SettingIds) => ReactNode;
  /** The problem of its current value; null if it has none. */
  readonly problem?: AppError | null;
  /** The level of the note; a warning by default. */
  readonly problemLevel?: "info" | "warning";
  /** The buttons that repair it. */
  readonly help?: ReactNode;
}

/** Reports the result of a change of the setting with this id. */
export type TellSetting = (id: string, result: Result<unknown>) => void;

/** One setting: title, explanation, control, and where it was changed the button that resets it. */
export function SettingRow(
  props: SettingRowProps & {
    /** Why its last change was refused; null if it was not. */
    readonly refusal: AppError | null;
    readonly onDismiss: () => void;
  },
) {
  const { ui } = useWords();
  const id = useId();
  const label = ui.actions.of(ui.settings.reset, props.title);
  return (
    <li className="setting">
      <div className="setting-words">
        <h3 id={`${id}-title`}>{props.title}</h3>
        <p id={`${id}-hint`} className="dim">
          {props.hint}
        </p>
      </div>
      <div className="setting-control">
        {props.control({ "aria-labelledby": `${id}-title`, "aria-describedby": `${id}-hint` })}
      </div>
      <span className="setting-reset">
        {!props.isDefault && (
          <button
            type="button"
            className="icon-button"
            aria-label={label}
            title={label}
            onClick={props.reset}
          >
            <RotateCcw size={14} aria-hidden="true" />
          </button>
        )}
      </span>
      {props.refusal !== null && (
        <Trouble level="error" about={props.refusal} onDismiss={props.onDismiss} />
      )}
      {props.problem != null && (
        <Trouble level={props.problemLevel ?? "warning"} about={props.problem}>
          {props.help}
        </Trouble>
      )}
    </li>
  );
}
