import type { CableRecord } from "../../../contract/lan/weather.ts";

/** A cable that nothing is done to. */
export const plainCable: CableRecord = { weather: null, cuts: [] };

/** Returns what of a record still holds at a time; null if that is nothing. */
export function presentRecord(record: CableRecord | null, now: number): CableRecord | null {
  if (record === null) return null;
  const holds = ({ until }: { readonly until: number | null }) => until === null || until > now;
  const weather = record.weather !== null && holds(record.weather) ? record.weather : null;
  const cuts = record.cuts.filter(holds);
  return weather === null && cuts.length === 0 ? null : { weather, cuts };
}

/** Returns when the next part of a record ends by itself; null if none does. */
export function nextEnd({ weather, cuts }: CableRecord): number | null {
  const ends = [weather, ...cuts].flatMap((each) => each?.until ?? []);
  return ends.length === 0 ? null : Math.min(...ends);
}
