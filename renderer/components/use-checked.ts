import { useEffect, useState } from "react";
import type { AppError, Result } from "../../electron/contract/errors/app-error.ts";
import { bridge } from "../bridge.ts";

/** A pause in typing, in milliseconds: nobody wants to be told of every half word. */
const pauseMs = 300;

/** Whether a new machine may have an address. */
export function checkAddress(address: string): Promise<Result<void>> {
  return bridge.call("address.check", { address });
}

/** Whether a text is a cloud-config. */
export function checkUserData(text: string): Promise<Result<void>> {
  return bridge.call("user-data.check", { text });
}

/** What main says against a text as it is typed; null: nothing, or it was not asked yet. `check` is always the same function. */
export function useChecked(
  text: string,
  check: (text: string) => Promise<Result<void>>,
): AppError | null {
  const [found, setFound] = useState<{ readonly text: string; readonly fault: AppError | null }>({
    text: "",
    fault: null,
  });
  useEffect(() => {
    if (text === "") return;
    let isWanted = true;
    const timer = setTimeout(() => {
      void check(text).then((answer) => {
        if (isWanted) setFound({ text, fault: answer.ok ? null : answer.error });
      });
    }, pauseMs);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [text, check]);
  return text !== "" && found.text === text && found.fault?.code !== "input-invalid"
    ? found.fault
    : null;
}
