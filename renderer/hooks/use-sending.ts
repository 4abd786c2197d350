import { type RefObject, useEffect, useRef, useState } from "react";
import type { AppError, Result } from "../../electron/contract/errors/app-error.ts";

/** The state of a form that sends a request to main. */
export interface Sending {
  /** The form's `ref`. */
  readonly form: RefObject<HTMLFormElement | null>;
  readonly isBusy: boolean;
  /** Why main refused the request; null if it did not, or the input changed since. */
  readonly refusal: AppError | null;
  /** Clears the refusal, because the input changed. */
  readonly forget: () => void;
  /** Sends a request and returns the answer; refused input stays in the form. */
  readonly send: <T>(ask: () => Promise<Result<T>>) => Promise<Result<T>>;
  /** Focuses the first field with an error once it is drawn; `send` does so after a refusal. */
  readonly leadToWrong: () => void;
}

/** Returns the state of a form that sends requests to main. */
export function useSending(): Sending {
  const form = useRef<HTMLFormElement>(null);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<AppError | null>(null);
  const [faults, setFaults] = useState(0);
  // Counts changes of the input, because an answer may come after the next one.
  const input = useRef(0);
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
    forget() {
      input.current += 1;
      setRefusal(null);
    },
    async send(ask) {
      setRefusal(null);
      setBusy(true);
      const sent = input.current;
      const answer = await ask();
      setBusy(false);
      if (!answer.ok && input.current === sent) {
        setRefusal(answer.error);
        leadToWrong();
      }
      return answer;
    },
    leadToWrong,
  };
}
