import type { firstRun as english } from "../../en/ui/first-run.ts";

/** Texts of the first steps, in German. */
export const firstRun: typeof english = {
  title: "Willkommen bei Virtray",
  intro: "Vier Schritte zur ersten Maschine, jeder nur ein Klick. Alles geht auch später.",
  computer: "Dieser Computer",
  look: "Anzeigen",
  lan: "LAN",
  lanHint:
    "Maschinen bekommen feste Adressen, die dieser Computer erreicht. Das Passwort ist einmal nötig.",
  lanOn: "Einschalten",
  template: "Erste Vorlage",
  templateHint: "Ein Abbild, aus dem Maschinen entstehen, einmal heruntergeladen.",
  templateGet: (name) => `${name} holen`,
  templateUnderWay: "Unterwegs …",
  templateOther: "Eine andere nehmen",
  machine: "Erste Maschine",
  machineHint: "Entsteht aus der Vorlage und startet gleich.",
  machineMake: "Anlegen",
  machineOwn: "Von einer vorhandenen Platte",
  done: "erledigt",
  skip: "Erste Schritte überspringen",
};
