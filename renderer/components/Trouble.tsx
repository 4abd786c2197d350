import { CircleAlert, Info, TriangleAlert, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { AppError } from "../../electron/contract/errors/app-error.ts";
import { nameRemedy } from "../../electron/contract/words/name-remedy.ts";
import {
  isHarsh,
  type Remedy,
  remediesFor,
  remediesForAll,
} from "../../electron/contract/words/remedies.ts";
import { commandOf, describeError } from "../../electron/contract/words/words.ts";
import { useAppState, useWords } from "../app-state.ts";
import { Advice } from "./Advice.tsx";
import { carryOut } from "./carry-out.ts";
import { LinkedText } from "./LinkedText.tsx";
import { RawCause } from "./RawCause.tsx";

const icons = { error: CircleAlert, warning: TriangleAlert, info: Info } as const;

/** More buttons than this would be a menu. */
const mostRemedies = 2;

/** Of a problem that several machines have: each with its own error of the same kind. */
export type Affected = readonly { readonly about: AppError; readonly machine: string }[];

/**
 * Anything that went wrong, wherever it is shown: what happened, what helps as buttons and words, and
 * the raw cause on request.
 */
export function Trouble(props: {
  readonly level: keyof typeof icons;
  readonly about: AppError;
  /** The ID of the machine that it is about; left out if none. */
  readonly machine?: string | undefined;
  /** In place of `machine`: all machines that have this problem. */
  readonly affected?: Affected | undefined;
  /** The subject of the sentence, if the sentence does not name it. */
  readonly subject?: ReactNode;
  /** Repeats what failed, if this place can. */
  readonly onRetry?: (() => unknown) | undefined;
  readonly onDismiss?: () => void;
  /** The repair that this place offers instead of a button that leads to Health. */
  readonly repairs?: ReactNode;
  /** Further buttons. */
  readonly children?: ReactNode;
}) {
  const { about, onRetry, repairs } = props;
  const words = useWords();
  const { what } = describeError(words, about);
  const remedies = useRemedies(props);
  const Icon = icons[props.level];
  // A button makes the command for the same thing superfluous.
  const isTold = repairs != null && commandOf(words, about) !== null;
  return (
    <div className={`note note-${props.level}`} role={props.level === "error" ? "alert" : "status"}>
      <Icon size={16} aria-hidden="true" />
      <div>
        <p className="note-what">
          {props.subject}
          <LinkedText text={what} about={about} />
        </p>
        {!isTold && <Advice className="note-todo" about={about} />}
        <Remedies remedies={remedies} onRetry={onRetry} onHelped={props.onDismiss} />
        {repairs}
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

/** Returns the remedies that are offered, each for one machine or for many. */
function useRemedies(props: {
  readonly about: AppError;
  readonly machine?: string | undefined;
  readonly affected?: Affected | undefined;
  readonly onRetry?: (() => unknown) | undefined;
  readonly repairs?: ReactNode;
}): readonly (readonly Remedy[])[] {
  const { about, machine = null, affected, onRetry, repairs } = props;
  const state = useAppState();
  const at = { state, canRetry: onRetry !== undefined, hasRepairs: repairs !== undefined };
  const all =
    affected === undefined
      ? remediesFor(about, { ...at, machine }).map((remedy) => [remedy])
      : remediesForAll(affected, at);
  return all.slice(0, mostRemedies);
}

/** The buttons that help; why one of them failed stands below, unless main tells it by itself. */
function Remedies(props: {
  readonly remedies: readonly (readonly Remedy[])[];
  readonly onRetry: (() => unknown) | undefined;
  /** Called once nothing is left to tell. */
  readonly onHelped: (() => void) | undefined;
}) {
  const words = useWords();
  const [busy, setBusy] = useState<Remedy["do"] | null>(null);
  const [refusal, setRefusal] = useState<AppError | null>(null);
  if (props.remedies.length === 0) return null;
  const act = async (remedies: readonly Remedy[]) => {
    setBusy(remedies[0]?.do ?? null);
    setRefusal(null);
    const outcomes = await Promise.all(
      remedies.map(async (remedy) => {
        if (remedy.do !== "retry") return carryOut(remedy);
        await props.onRetry?.();
        return "told";
      }),
    );
    setBusy(null);
    setRefusal(outcomes.find((each) => typeof each === "object") ?? null);
    if (outcomes.every((each) => each === "helped")) props.onHelped?.();
  };
  return (
    <>
      <div className="remedies">
        {props.remedies.map((remedies, index) => {
          const [remedy] = remedies;
          if (remedy === undefined) return null;
          const name = nameRemedy(words, remedy);
          return (
            <button
              key={`${remedy.do} ${name}`}
              type="button"
              className={`button ${index === 0 && !isHarsh(remedy) ? "button-primary" : ""}`}
              aria-busy={busy === remedy.do}
              disabled={busy !== null}
              onClick={() => void act(remedies)}
            >
              {remedies.length === 1 ? name : `${name} (${remedies.length})`}
            </button>
          );
        })}
      </div>
      {refusal !== null && (
        <p className="bad note-refusal" role="alert">
          {describeError(words, refusal).what}
        </p>
      )}
    </>
  );
}
