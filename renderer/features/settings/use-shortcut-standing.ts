import { useEffect, useState } from "react";
import type { ShortcutStanding } from "../../../electron/contract/shortcut.ts";
import { bridge } from "../../bridge.ts";

/** Whether the desktop gave this key combination to the app; `held` until it is known. */
export function useShortcutStanding(keys: string): ShortcutStanding {
  const [standing, setStanding] = useState<ShortcutStanding>("held");
  useEffect(() => {
    const asked = keys;
    let isWanted = true;
    void bridge.call("shortcut.get", undefined).then((answer) => {
      if (isWanted && answer.ok) setStanding(asked === "" ? "off" : answer.value);
    });
    return () => {
      isWanted = false;
    };
  }, [keys]);
  return standing;
}
