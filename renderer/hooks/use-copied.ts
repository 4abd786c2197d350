import { useEffect, useState } from "react";
import type { Result } from "../../electron/contract/errors/app-error.ts";
import { bridge } from "../bridge.ts";

/** How long "Copied" replaces a label, in milliseconds. */
const shownFor = 1400;

interface Copying {
  readonly copied: boolean;
  readonly copy: () => void;
}

/** Returns a function that copies a text; `copied` is true for a moment afterwards. */
export function useCopied(text: string): Copying {
  return useCopying(() => bridge.call("clipboard.write", { text }));
}

/** Returns the same for a text that main itself puts into the clipboard. */
export function useCopying(put: () => Promise<Result<void>>): Copying {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), shownFor);
    return () => clearTimeout(timer);
  }, [copied]);
  return {
    copied,
    copy: () => {
      void put().then((answer) => setCopied(answer.ok));
    },
  };
}
