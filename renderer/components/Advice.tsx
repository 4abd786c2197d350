import type { AppError } from "../../electron/contract/errors/app-error.ts";
import { commandOf, describeError } from "../../electron/contract/words/words.ts";
import { useWords } from "../app-state.ts";
import { CopyLine } from "./CopyLine.tsx";
import { LinkedText } from "./LinkedText.tsx";

/** The advice for an error; a command in it stands on a line of its own, to be copied. */
export function Advice(props: { readonly about: AppError; readonly className: string }) {
  const words = useWords();
  const { todo } = describeError(words, props.about);
  if (todo === undefined) return null;
  const command = commandOf(words, props.about);
  const [before = "", after = ""] =
    command === null ? [todo] : todo.split(command).map((part) => part.trim());
  return (
    <>
      <p className={props.className}>
        <LinkedText text={before} about={props.about} />
      </p>
      {command !== null && <CopyLine label={words.ui.health.command} text={command} />}
      {after !== "" && <p className={props.className}>{after}</p>}
    </>
  );
}
