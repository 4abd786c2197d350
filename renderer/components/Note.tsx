import { CircleAlert, Info, TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import type { AppError } from "../../electron/contract/errors/app-error.ts";
import { describeError } from "../../electron/contract/words/words.ts";
import { useWords } from "../app-state.ts";
import { Advice } from "./Advice.tsx";
import { RawCause } from "./RawCause.tsx";

const icons = { error: CircleAlert, warning: TriangleAlert, info: Info } as const;

/** An error in words: the event, the advice, and the raw cause on request. */
export function Note(props: {
  readonly level: keyof typeof icons;
  readonly about: AppError;
  readonly onDismiss?: () => void;
  /** The buttons that repair it. */
  readonly children?: ReactNode;
}) {
  const words = useWords();
  const { what } = describeError(words, props.about);
  const Icon = icons[props.level];
  return (
    <div className={`note note-${props.level}`} role={props.level === "error" ? "alert" : "status"}>
      <Icon size={16} aria-hidden="true" />
      <div>
        <p className="note-what">{what}</p>
        <Advice className="note-todo" about={props.about} />
        <RawCause about={props.about} />
        {props.children}
      </div>
      {props.onDismiss !== undefined && (
        <button
          type="button"
          className="icon-button"
          aria-label={words.ui.actions.dismiss}
          onClick={props.onDismiss}
        >
          <X size={16} aria-hidden="true" />
        </button>
      )}
    </div>
  );
}
