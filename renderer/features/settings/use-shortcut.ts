import { useEffect, useState } from "react";
import type { ShortcutState } from "../../../electron/contract/app/shortcut.ts";
import { bridge } from "../../bridge.ts";

/** Whether the desktop gave this key combination to the app; null until that is decided. */
export function useShortcut(keys: string): ShortcutState | null {
  const [state, setState] = useState<ShortcutState | null>(null);
  useEffect(() => {
    const asked = keys;
    let isWanted = true;
    setState(null);
    void bridge.call("shortcut.get", undefined).then((answer) => {
      if (isWanted && answer.ok) setState(asked === "" ? { standing: "off" } : answer.value);
    });
    return () => {
      isWanted = false;
    };
  }, [keys]);
  return state;
}
