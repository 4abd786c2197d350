import { useEffect, useState } from "react";
import type {
  CableTraffic,
  ForeignPlug,
  TimedNetPicture,
} from "../../../electron/contract/app/net-picture.ts";
import type { Words } from "../../../electron/contract/words/en/english.ts";
import { bridge } from "../../bridge.ts";

/** Milliseconds between two requests. */
const pace = 1000;

/** Bytes per second over a cable, as its far end counts them. */
export interface CableRate {
  readonly received: number;
  readonly sent: number;
}

function rateOf(before: CableTraffic | null, now: CableTraffic | null, seconds: number) {
  if (seconds <= 0 || before == null || now == null) return null;
  const { receivedBytes: r0, sentBytes: s0 } = before;
  const { receivedBytes: r1, sentBytes: s1 } = now;
  if (r0 === null || r1 === null || s0 === null || s1 === null) return null;
  // A lower counter was reset.
  return { received: Math.max(0, r1 - r0) / seconds, sent: Math.max(0, s1 - s0) / seconds };
}

/** Returns the key of a foreign plug's rate; the port alone may be reused by another plug. */
export const foreignKey = ({ port, description }: ForeignPlug) => `${port} ${description}`;

/** Returns the rates between two pictures, by machine id or `foreignKey`; the host's key is `host`. */
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
  for (const plug of now.picture.foreign) {
    const former = before.picture.foreign.find((each) => foreignKey(each) === foreignKey(plug));
    note(foreignKey(plug), former ?? null, plug);
  }
  return rates;
}

/** Returns a cable's traffic in words. */
export function rateWords(
  { received, sent }: CableRate,
  net: Words["net"],
  ui: Words["ui"],
): string {
  return received + sent < 1
    ? net.quiet
    : net.rate(ui.unit.size(Math.round(received)), ui.unit.size(Math.round(sent)));
}

/** The traffic of the LAN's switch. */
export interface SwitchTraffic {
  readonly rates: ReadonlyMap<string, CableRate>;
  /** The plugs of other programs. */
  readonly foreign: readonly ForeignPlug[];
}

const nothing: SwitchTraffic = { rates: new Map(), foreign: [] };

/** Returns the traffic on the LAN's cables; asks only while `isOn` and the page is visible. */
export function useTraffic(isOn: boolean): SwitchTraffic {
  const [traffic, setTraffic] = useState(nothing);
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
      const rates = last === null ? nothing.rates : ratesBetween(last, answer.value);
      setTraffic({ rates, foreign: answer.value.picture.foreign });
      last = answer.value;
    };
    void look();
    const timer = setInterval(() => void look(), pace);
    return () => {
      clearInterval(timer);
      setTraffic(nothing);
    };
  }, [isOn]);
  return traffic;
}
