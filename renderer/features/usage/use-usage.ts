import { useEffect, useState } from "react";
import type { MachineUsage } from "../../../electron/contract/machine/usage.ts";
import { bridge } from "../../bridge.ts";
import { type Rates, ratesBetween } from "./rates.ts";

/** Milliseconds between two samples. */
const pace = 1000;
/** How many samples are shown: the last minute. */
export const shownSamples = 60;

/** Returns a running machine's rates, newest last; asks only while the page is visible. */
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
      if (rate !== null) setRates((known) => [...known, rate].slice(-shownSamples));
    };
    void look();
    const timer = setInterval(() => void look(), pace);
    return () => clearInterval(timer);
  }, [id]);
  return rates;
}
