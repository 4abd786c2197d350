import { useEffect, useState } from "react";
import type { AppError, Result } from "../../electron/contract/errors/app-error.ts";
import { bridge } from "../bridge.ts";

/** The pause in typing, in milliseconds, after which a text is checked: half words are not. */
const pauseMs = 300;

/** Asks main whether a new machine may have an address. */
export function checkAddress(address: string): Promise<Result<void>> {
  return bridge.call("address.check", { address });
}

/** Asks main whether a text is a cloud-config. */
export function checkUserData(text: string): Promise<Result<void>> {
  return bridge.call("user-data.check", { text });
}

/**
 * Returns the error of a text as it is typed; null while it has none or was not checked yet.
 * `check` must be a stable function.
 */
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
