import { Check, Copy } from "lucide-react";
import type { ReactNode } from "react";
import { useWords } from "../app-state.ts";
import { useCopied } from "../hooks/use-copied.ts";

/** A line of text for a terminal, with a button that copies it. */
export function CopyLine(props: {
  readonly label: string;
  readonly text: string;
  /** Further buttons for the line. */
  readonly children?: ReactNode;
}) {
  const { ui } = useWords();
  const { copied, copy } = useCopied(props.text);
  const Icon = copied ? Check : Copy;
  return (
    <div className="copy-line">
      <code className="mono selectable">{props.text}</code>
      <span className="copy-buttons">
        <button
          type="button"
          className="button"
          aria-label={ui.actions.of(ui.actions.copy, props.label)}
          title={ui.actions.copy}
          onClick={copy}
        >
          <Icon size={14} aria-hidden="true" />
          <span className="spare-word" aria-live="polite">
            {copied ? ui.actions.copied : ui.actions.copy}
          </span>
        </button>
        {props.children}
      </span>
    </div>
  );
}
