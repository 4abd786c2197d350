import { useEffect, useState } from "react";
import { bridge } from "../bridge.ts";

/** How long "Copied" stands in place of what was copied, in milliseconds. */
const shownFor = 1400;

/** Copies a text; `copied` is true for a moment afterwards. */
export function useCopied(text: string): { readonly copied: boolean; readonly copy: () => void } {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), shownFor);
    return () => clearTimeout(timer);
  }, [copied]);
  return {
    copied,
    copy: () => {
      void bridge.call("clipboard.write", { text }).then((answer) => setCopied(answer.ok));
    },
  };
}
