import { RotateCcw } from "lucide-react";
import { type ReactNode, useId } from "react";
import type { AppError, Result } from "../../../electron/contract/errors/app-error.ts";
import { useWords } from "../../app-state.ts";
import { Note } from "../../components/Note.tsx";

/** What ties a control to its title and explanation. */
export interface SettingIds {
  readonly "aria-labelledby": string;
  readonly "aria-describedby": string;
}

export interface SettingRowProps {
  /** What a change that is refused is told by. */
  readonly id: string;
  readonly title: string;
  readonly hint: string;
  /** The default in words. */
  readonly default: string;
  readonly isDefault: boolean;
  readonly reset: () => void;
  readonly control: (ids: SettingIds) => ReactNode;
  /** What is wrong with it as it is; null: nothing. */
  readonly problem?: AppError | null;
}

/** Tells how a change of the setting with this id went. */
export type TellSetting = (id: string, result: Result<unknown>) => void;

/** One setting: what it does, its control, its default and the way back to it. */
export function SettingRow(
  props: SettingRowProps & {
    /** Why its last change was refused; null: it was not. */
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
      {props.refusal !== null && (
        <Note level="error" about={props.refusal} onDismiss={props.onDismiss} />
      )}
      {props.problem != null && <Note level="warning" about={props.problem} />}
    </li>
  );
}
