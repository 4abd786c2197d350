import { useEffect, useState } from "react";
import type { MachineUsage } from "../../../electron/contract/machine/usage.ts";
import { bridge } from "../../bridge.ts";
import { type Rates, ratesBetween } from "./rates.ts";

/** Between two looks, in milliseconds. */
const pace = 1000;
/** How many looks are shown: the last minute. */
export const shownLooks = 60;

/** What a running machine does, newest last. Asks only while the page is really seen. */
export function useUsage(id: string): readonly Rates[] {
  const [rates, setRates] = useState<readonly Rates[]>([]);
  useEffect(() => {
    let last: MachineUsage | null = null;
    let isAsking = false;
    const look = async () => {
      if (isAsking || document.visibilityState !== "visible") return;
      isAsking = true;
      const answer = await bridge.call("machine.usage", { id });
      isAsking = false;
      if (!answer.ok) return;
      const rate = last === null ? null : ratesBetween(last, answer.value);
      last = answer.value;
      if (rate !== null) setRates((known) => [...known, rate].slice(-shownLooks));
    };
    void look();
    const timer = setInterval(() => void look(), pace);
    return () => clearInterval(timer);
  }, [id]);
  return rates;
}
