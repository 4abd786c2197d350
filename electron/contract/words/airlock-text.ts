import { type Airlock, isOver, spellEntry } from "../lan/airlock.ts";
import type { Words } from "./en/english.ts";

/** Returns in a language what an airlock lets through now. */
export function describeAirlock({ airlock: words }: Words, airlock: Airlock, now: number): string {
  if (isOver(airlock, now)) return words.over;
  const living = airlock.only.filter((entry) => !isOver(entry, now));
  const list = living.map((entry) =>
    words.entry(spellEntry(entry), entry.until ?? null, entry.once === true),
  );
  return words.only(list.join(", ") || "–", airlock.until ?? null);
}
