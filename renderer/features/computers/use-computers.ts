import { useCallback, useEffect, useRef, useState } from "react";
import type { ComputersLook } from "../../../electron/contract/computer/computer.ts";
import { bridge } from "../../bridge.ts";

/** The interval of looks at what was heard of the computers, in ms. */
const pace = 3000;

const nothing: ComputersLook = { computers: [], clashes: [] };

/** Returns the other computers, looked at again and again while the page is visible and at each `refresh`. */
export function useComputers(): {
  readonly look: ComputersLook;
  readonly refresh: () => Promise<void>;
} {
  const [look, setLook] = useState(nothing);
  const asked = useRef(0);
  const refresh = useCallback(async () => {
    asked.current += 1;
    const mine = asked.current;
    const answer = await bridge.call("computer.list", undefined);
    // A later look may have been answered before.
    if (answer.ok && mine === asked.current) setLook(answer.value);
  }, []);
  useEffect(() => {
    void refresh();
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") void refresh();
    }, pace);
    return () => clearInterval(timer);
  }, [refresh]);
  return { look, refresh };
}
