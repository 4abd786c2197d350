import type { MachineStatus } from "../../../machine/machine.ts";
import type { startPage as english } from "../../en/ui/start-page.ts";
import { plural } from "../../formats.ts";

const counted: Readonly<Record<MachineStatus, PluralOf>> = {
  running: { one: "läuft", other: "laufen" },
  starting: { one: "startet", other: "starten" },
  stopping: { one: "fährt herunter", other: "fahren herunter" },
  paused: { one: "pausiert", other: "pausiert" },
  suspended: { one: "im Ruhezustand", other: "im Ruhezustand" },
  failed: { one: "fehlgeschlagen", other: "fehlgeschlagen" },
  stopped: { one: "gestoppt", other: "gestoppt" },
};
type PluralOf = Parameters<typeof plural>[2];

/** The texts of the page that shows all machines at a glance, in German. */
export const startPage: typeof english = {
  counted: (count, status) => `${count} ${plural("de", count, counted[status])}`,
  of: (parts, total) => `${parts} von ${total}`,
  allStopped: (total) =>
    plural("de", total, {
      one: "1 Maschine, gestoppt",
      other: `${total} Maschinen, alle gestoppt`,
    }),
  needs: (count) => `Handlungsbedarf (${count})`,
  more: (count) =>
    plural("de", count, {
      one: "1 weiteres in der Diagnose",
      other: `${count} weitere in der Diagnose`,
    }),
  running: "Läuft",
  ranLast: (names) => `Zuletzt in Betrieb: ${names}`,
  startThem: (count) =>
    plural("de", count, {
      one: "Starten",
      other: count === 2 ? "Beide starten" : `Alle ${count} starten`,
    }),
  lanOff: "Maschinen haben kein Netz.",
  lanOn: "Einschalten",
  tileKeys: (power) => `Eingabe: öffnen · S: SSH · Leertaste: ${power}`,
  computer: "Dieser Computer",
  processors: "CPU",
  memory: "Arbeitsspeicher",
  disk: "Festplatte",
  part: (used, total) => `${used} von ${total}`,
  free: (size) => `${size} frei`,
  percent: (part) => `${Math.round(part * 100)}\u00a0%`,
  stopped: "Zuletzt gestoppt",
  on: (computer) => `Auf ${computer}`,
  selectedHint: "Jede Aktion gilt für die Maschinen, deren Status sie erlaubt.",
  clear: "Auswahl aufheben",
};
