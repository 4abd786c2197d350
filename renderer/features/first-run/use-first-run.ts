import { useEffect, useState } from "react";
import { useFirstMachine } from "./first-machine.ts";

/** The key of local storage that is set once the first machine was made or skipped. */
const doneKey = "first-run-done";

/**
 * Returns whether to show the way to the first machine, and the function that ends it for good.
 * Having a machine ends it as well, except while this very machine comes into being.
 */
export function useFirstRun(hasNothing: boolean): {
  readonly isShown: boolean;
  readonly end: () => void;
} {
  const [isNew, setNew] = useState(() => localStorage.getItem(doneKey) === null);
  const first = useFirstMachine();
  const end = () => {
    localStorage.setItem(doneKey, "yes");
    setNew(false);
  };
  useEffect(() => {
    if (!hasNothing) localStorage.setItem(doneKey, "yes");
  }, [hasNothing]);
  return { isShown: first !== null || (hasNothing && isNew), end };
}
