import type { usage as english } from "../../en/ui/usage.ts";
import { formatClock } from "../../formats.ts";

/** The texts of the live graphs, in German. */
export const usage: typeof english = {
  processor: "Prozessor",
  percent: (percent) => `${percent}\u00a0%`,
  memory: "Auf diesem Computer belegter Speicher",
  memoryHint: "Was QEMU auf diesem Computer belegt. Der Gast nutzt vielleicht weniger.",
  disk: "Festplatte",
  read: "lesen ",
  written: "schreiben ",
  traffic: "Datenverkehr",
  received: "↓ ",
  sent: "↑ ",
  rate: (size) => `${size}/s`,
  noTraffic: "kein Kabel",
  measuring: "wird gemessen\u00a0…",
  peak: (value) => `max. ${value}`,
  start: "vor 5 min",
  now: "jetzt",
  reading: (at, values) => `${formatClock("de", at)} · ${values}`,
  notRunning: "Läuft nicht: Es gibt nichts zu messen.",
};
