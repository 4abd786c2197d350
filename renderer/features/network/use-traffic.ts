import { useEffect, useState } from "react";
import type { CableTraffic, TimedNetPicture } from "../../../electron/contract/net-picture.ts";
import { bridge } from "../../bridge.ts";

/** Between two looks, in milliseconds. */
const pace = 1000;

/** Bytes a second over a cable, seen from its far end. */
export interface CableRate {
  readonly received: number;
  readonly sent: number;
}

function rateOf(before: CableTraffic | null, now: CableTraffic | null, seconds: number) {
  if (seconds <= 0 || before == null || now == null) return null;
  const { receivedBytes: r0, sentBytes: s0 } = before;
  const { receivedBytes: r1, sentBytes: s1 } = now;
  if (r0 === null || r1 === null || s0 === null || s1 === null) return null;
  // A counter that went back was begun anew.
  return { received: Math.max(0, r1 - r0) / seconds, sent: Math.max(0, s1 - s0) / seconds };
}

/** The rates between two looks: by machine id, and the host's under `host`. */
export function ratesBetween(
  before: TimedNetPicture,
  now: TimedNetPicture,
): ReadonlyMap<string, CableRate> {
  const seconds = (now.at - before.at) / 1000;
  const rates = new Map<string, CableRate>();
  const note = (key: string, from: CableTraffic | null, to: CableTraffic | null) => {
    const rate = rateOf(from, to, seconds);
    if (rate !== null) rates.set(key, rate);
  };
  note("host", before.picture.host, now.picture.host);
  for (const machine of now.picture.machines) {
    const former = before.picture.machines.find(({ id }) => id === machine.id) ?? null;
    note(machine.id, former, machine);
  }
  return rates;
}

/** What goes over the LAN's cables. Asks only while `isOn` and the page is really seen. */
export function useTraffic(isOn: boolean): ReadonlyMap<string, CableRate> {
  const [rates, setRates] = useState<ReadonlyMap<string, CableRate>>(new Map());
  useEffect(() => {
    if (!isOn) return;
    let last: TimedNetPicture | null = null;
    let isAsking = false;
    const look = async () => {
      if (isAsking || document.visibilityState !== "visible") return;
      isAsking = true;
      const answer = await bridge.call("net.picture", undefined);
      isAsking = false;
      if (!answer.ok) return;
      if (last !== null) setRates(ratesBetween(last, answer.value));
      last = answer.value;
    };
    void look();
    const timer = setInterval(() => void look(), pace);
    return () => {
      clearInterval(timer);
      setRates(new Map());
    };
  }, [isOn]);
  return rates;
}
