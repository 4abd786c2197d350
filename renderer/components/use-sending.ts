import { type RefObject, useEffect, useRef, useState } from "react";
import type { AppError, Result } from "../../electron/contract/errors/app-error.ts";

/** A form between what is typed and the answer to it. */
export interface Sending {
  /** For the form itself. */
  readonly form: RefObject<HTMLFormElement | null>;
  readonly isBusy: boolean;
  /** Why it was refused; null: it was not, or something was changed since. */
  readonly refusal: AppError | null;
  /** Something was changed: what was said of it before holds no longer. */
  readonly forget: () => void;
  /** Asks, and gives the answer. What is refused stays typed. */
  readonly send: <T>(ask: () => Promise<Result<T>>) => Promise<Result<T>>;
  /** Leads to the first field with an error, once it is shown; a refusal does so by itself. */
  readonly leadToWrong: () => void;
}

/** What each form needs that asks main for something. */
export function useSending(): Sending {
  const form = useRef<HTMLFormElement>(null);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<AppError | null>(null);
  const [faults, setFaults] = useState(0);
  const leadToWrong = () => setFaults((before) => before + 1);
  useEffect(() => {
    if (faults === 0) return;
    const wrong = form.current?.querySelector<HTMLElement>("[aria-invalid=true]");
    wrong?.closest("details")?.setAttribute("open", "");
    wrong?.focus();
  }, [faults]);
  return {
    form,
    isBusy,
    refusal,
    forget: () => setRefusal(null),
    async send(ask) {
      setRefusal(null);
      setBusy(true);
      const answer = await ask();
      setBusy(false);
      if (!answer.ok) {
        setRefusal(answer.error);
        leadToWrong();
      }
      return answer;
    },
    leadToWrong,
  };
}
