import type { AppError } from "../../electron/contract/errors/app-error.ts";
import { useWords } from "../app-state.ts";

/** The raw cause of an error, folded; draws nothing for an error without one. */
export function RawCause(props: { readonly about: AppError }) {
  const { ui } = useWords();
  if (props.about.cause === undefined) return null;
  return (
    <details className="raw">
      <summary>{ui.notices.cause}</summary>
      <pre className="selectable">{props.about.cause}</pre>
    </details>
  );
}
