import { CircleAlert, Info, TriangleAlert, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { AppError } from "../../electron/contract/errors/app-error.ts";
import {
  isHarsh,
  nameRemedy,
  type Remedy,
  remediesFor,
} from "../../electron/contract/words/remedies.ts";
import { describeError } from "../../electron/contract/words/words.ts";
import { useAppState, useWords } from "../app-state.ts";
import { Advice } from "./Advice.tsx";
import { carryOut } from "./carry-out.ts";
import { RawCause } from "./RawCause.tsx";

const icons = { error: CircleAlert, warning: TriangleAlert, info: Info } as const;

/** More buttons than this would be a menu. */
const mostRemedies = 2;

/**
 * Anything that went wrong, wherever it is shown: what happened, what helps as buttons and words, and
 * the raw cause on request.
 */
export function Trouble(props: {
  readonly level: keyof typeof icons;
  readonly about: AppError;
  /** The ID of the machine that it is about; left out if none. */
  readonly machine?: string | undefined;
  /** Repeats what failed, if this place can. */
  readonly onRetry?: (() => unknown) | undefined;
  readonly onDismiss?: () => void;
  /** Further buttons. */
  readonly children?: ReactNode;
}) {
  const { about, machine = null, onRetry } = props;
  const words = useWords();
  const state = useAppState();
  const { what } = describeError(words, about);
  const remedies = remediesFor(about, { state, machine, canRetry: onRetry !== undefined });
  const Icon = icons[props.level];
  return (
    <div className={`note note-${props.level}`} role={props.level === "error" ? "alert" : "status"}>
      <Icon size={16} aria-hidden="true" />
      <div>
        <p className="note-what">{what}</p>
        <Advice className="note-todo" about={about} />
        <Remedies remedies={remedies.slice(0, mostRemedies)} onRetry={onRetry} />
        <RawCause about={about} />
        {props.children}
      </div>
      {props.onDismiss !== undefined && (
        <button
          type="button"
          className="icon-button"
          aria-label={words.ui.actions.dismiss}
          title={words.ui.actions.dismiss}
          onClick={props.onDismiss}
        >
          <X size={16} aria-hidden="true" />
        </button>
      )}
    </div>
  );
}

/** The buttons that help; why one of them failed stands below, unless main tells it by itself. */
function Remedies(props: {
  readonly remedies: readonly Remedy[];
  readonly onRetry: (() => unknown) | undefined;
}) {
  const words = useWords();
  const [busy, setBusy] = useState<Remedy["do"] | null>(null);
  const [refusal, setRefusal] = useState<AppError | null>(null);
  if (props.remedies.length === 0) return null;
  const act = async (remedy: Remedy) => {
    setBusy(remedy.do);
    setRefusal(null);
    if (remedy.do === "retry") await props.onRetry?.();
    else setRefusal(await carryOut(remedy));
    setBusy(null);
  };
  return (
    <>
      <div className="remedies">
        {props.remedies.map((remedy, index) => (
          <button
            key={`${remedy.do} ${nameRemedy(words, remedy)}`}
            type="button"
            className={`button ${index === 0 && !isHarsh(remedy) ? "button-primary" : ""}`}
            aria-busy={busy === remedy.do}
            disabled={busy !== null}
            onClick={() => void act(remedy)}
          >
            {nameRemedy(words, remedy)}
          </button>
        ))}
      </div>
      {refusal !== null && (
        <p className="bad note-refusal" role="alert">
          {describeError(words, refusal).what}
        </p>
      )}
    </>
  );
}
