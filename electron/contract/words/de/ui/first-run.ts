import type { firstRun as english } from "../../en/ui/first-run.ts";

/** Texts of the first steps, in German. */
export const firstRun: typeof english = {
  title: "Willkommen bei Virtray",
  intro: "Vier Schritte zur ersten Maschine, jeder nur ein Klick. Alles geht auch später.",
  computer: "Dieser Computer",
  look: "Anzeigen",
  lan: "LAN",
  lanHint:
    "Maschinen bekommen feste Adressen, die dieser Computer erreicht. Dafür ist einmal Ihr Passwort nötig.",
  lanOn: "Einschalten",
  template: "Erste Vorlage",
  templateHint:
    "Ein Festplattenabbild, aus dem Maschinen angelegt werden; es wird einmal heruntergeladen.",
  templateGet: (name) => `${name} herunterladen`,
  templateUnderWay: "Wird heruntergeladen\u00a0…",
  templateOther: "Eine andere wählen",
  machine: "Erste Maschine",
  machineHint: "Wird aus der Vorlage angelegt und gestartet.",
  machineMake: "Anlegen",
  machineOwn: "Eigenes Abbild verwenden",
  done: "erledigt",
  skip: "Überspringen",
};
