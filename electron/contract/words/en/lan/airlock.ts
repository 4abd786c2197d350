import { formatNumber, formatTime } from "../../formats.ts";

/** The airlocks of machines, in English. */
export const airlock = {
  title: "Airlock",
  /** All that a machine may reach; `until` is null for no end. */
  only: (list: string, until: number | null) =>
    `only ${list}${until === null ? "" : ` (until ${formatTime("en", until)})`}`,
  /** One destination of the list; `until` is null for as long as the airlock holds. */
  entry: (text: string, until: number | null, isOnce: boolean) =>
    until === null
      ? text
      : isOnce
        ? `${text} (once)`
        : `${text} (until ${formatTime("en", until)})`,
  over: "nothing any more: the time of the airlock is over",
  log: {
    reached: "reached",
    refused: "refused",
    nameRefused: "name refused",
    columns: { what: "WHAT", where: "DESTINATION", count: "COUNT" },
    count: (count: number) => formatNumber("en", count),
    nothing: "Nothing was reached or refused yet.",
    off: "The LAN is off, so the airlock has seen nothing.",
  },
};
export type AirlockWords = typeof airlock;
