import { useCallback, useEffect, useState } from "react";
import type { AppError } from "../../../../electron/contract/errors/app-error.ts";
import type { AirlockLog } from "../../../../electron/contract/lan/airlock.ts";
import { bridge } from "../../../bridge.ts";

/** The interval of the questions while the page is seen, in milliseconds. */
const paceMs = 3_000;

/** The log of an airlock, and how it is asked for at once. */
interface AirlockSight {
  /** Null while nothing is known, and if the LAN is off. */
  readonly log: AirlockLog | null;
  readonly error: AppError | null;
  readonly look: () => Promise<void>;
}

/** Returns what the airlock of a machine has seen; it asks while the page is seen and `isOn`. */
export function useAirlockLog(id: string, isOn: boolean): AirlockSight {
  const [log, setLog] = useState<AirlockLog | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const look = useCallback(async () => {
    const told = await bridge.call("machine.airlock-log", { id });
    // An airlock that was ended meanwhile has no log.
    const isGone = !told.ok && told.error.code === "airlock-absent";
    setLog(told.ok ? told.value : null);
    setError(told.ok || isGone ? null : told.error);
  }, [id]);
  useEffect(() => {
    if (!isOn) return;
    const ask = () => {
      if (document.visibilityState === "visible") void look();
    };
    ask();
    const timer = setInterval(ask, paceMs);
    return () => {
      clearInterval(timer);
      setLog(null);
    };
  }, [isOn, look]);
  return { log, error, look };
}
