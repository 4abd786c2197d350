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
  /** In a machine's network tab. */
  card: {
    none: "off: the machine reaches all that its uplink leads to",
    setUp: "Set up…",
    change: "Change…",
    end: "End",
    ended: (name: string) => `${name} reaches all that its uplink leads to.`,
    list: "Only these destinations",
    listHint:
      "A name includes all names below it; ports follow a colon: pypi.org, github.com:443, 10.0.0.0/8:22",
    time: "For",
    times: { endless: "until it is ended", minutes: "10 minutes", hour: "1 hour", day: "8 hours" },
    until: (at: number) => `until ${formatTime("en", at)}`,
    submit: "Set",
    quiet: "Nothing was refused yet.",
    refused: "Refused",
    count: (count: number) => (count === 1 ? "once" : `${formatNumber("en", count)} times`),
    reached: (list: string) => `Reached: ${list}`,
    allow: { once: "Allow once", hour: "For an hour", always: "Always" },
  },
};
export type AirlockWords = typeof airlock;
