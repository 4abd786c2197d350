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
  card: {
    none: "aus: Die Maschine erreicht alles, wohin ihr Uplink führt",
    setUp: "Einrichten …",
    change: "Ändern …",
    end: "Beenden",
    ended: (name) => `${name} erreicht alles, wohin der Uplink führt.`,
    list: "Nur diese Ziele",
    listHint:
      "Ein Name gilt auch für alle Namen unter ihm; Ports stehen nach einem Doppelpunkt: pypi.org, github.com:443, 10.0.0.0/8:22",
    time: "Für",
    times: {
      endless: "bis zum Beenden",
      minutes: "10 Minuten",
      hour: "1 Stunde",
      day: "8 Stunden",
    },
    until: (at) => `bis ${formatTime("de", at)}`,
    submit: "Einrichten",
    quiet: "Bisher wurde nichts abgelehnt.",
    refused: "Abgelehnt",
    count: (count) => (count === 1 ? "einmal" : `${formatNumber("de", count)}-mal`),
    reached: (list) => `Erreicht: ${list}`,
    allow: { once: "Einmal erlauben", hour: "Eine Stunde lang", always: "Immer" },
  },
};
