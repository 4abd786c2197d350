import type { AppError } from "../../electron/contract/errors/app-error.ts";
import { rawMessage } from "../../electron/contract/words/words.ts";
import { useWords } from "../app-state.ts";

/** Shows the message of a program or the system about an error, folded; nothing without one. */
export function RawCause(props: { readonly about: AppError }) {
  const words = useWords();
  const raw = rawMessage(words, props.about);
  if (raw === null) return null;
  return (
    <details className="raw">
      <summary>{words.ui.notices.cause}</summary>
      <pre className="selectable">{raw}</pre>
    </details>
  );
}
