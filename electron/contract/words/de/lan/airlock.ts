import type { AirlockWords } from "../../en/lan/airlock.ts";
import { formatNumber, formatTime } from "../../formats.ts";

/** The airlocks of machines, in German. */
export const airlock: AirlockWords = {
  title: "Schleuse",
  only: (list, until) => `nur ${list}${until === null ? "" : ` (bis ${formatTime("de", until)})`}`,
  entry: (text, until, isOnce) =>
    until === null
      ? text
      : isOnce
        ? `${text} (einmal)`
        : `${text} (bis ${formatTime("de", until)})`,
  over: "nichts mehr: Die Zeit der Schleuse ist um",
  log: {
    reached: "erreicht",
    refused: "abgelehnt",
    nameRefused: "Name abgelehnt",
    columns: { what: "WAS", where: "ZIEL", count: "ANZAHL" },
    count: (count) => formatNumber("de", count),
    nothing: "Bisher wurde nichts erreicht und nichts abgelehnt.",
    off: "Das LAN ist aus, daher hat die Schleuse nichts gesehen.",
  },
};
