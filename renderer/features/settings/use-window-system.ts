import { useEffect, useState } from "react";
import type { WindowSystemStanding } from "../../../electron/contract/app/window-system.ts";
import { bridge } from "../../bridge.ts";

/** On which window system the app runs; undefined until it is known. It is the same until the app ends. */
export function useWindowSystem(): WindowSystemStanding | undefined {
  const [standing, setStanding] = useState<WindowSystemStanding>();
  useEffect(() => {
    void bridge.call("window-system.get", undefined).then((answer) => {
      if (answer.ok) setStanding(answer.value);
    });
  }, []);
  return standing;
}
