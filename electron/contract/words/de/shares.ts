import type { SharesWords } from "../en/shares.ts";

/** Shared folders, in German. */
export const shares: SharesWords = {
  columns: {
    machine: "MASCHINE",
    folder: "ORDNER",
    there: "IN DER MASCHINE",
    way: "VERFAHREN",
    state: "STATUS",
  },
  none: "Keine Maschine hat einen freigegebenen Ordner. Hinzufügen: virtray share add NAME ORDNER /PFAD",
  kept: "Der Ordner bleibt freigegeben und wird eingehängt, sobald das möglich ist.",
  title: "Freigegebene Ordner",
  empty: "Kein Ordner dieses Computers ist für diese Maschine freigegeben.",
  hint: "Programme in der Maschine, die auf Änderungen von Dateien warten, erfahren nichts von Änderungen auf diesem Computer.",
  add: "Hinzufügen\u00a0…",
  addTitle: "Neuer freigegebener Ordner",
  addDo: "Freigeben",
  folder: "Ordner dieses Computers",
  guestFolder: "Pfad in der Maschine",
  guestFolderHint: "Ein absoluter Pfad, etwa /src",
  readOnly: "Nur lesen",
  readOnlyHint: "Die Maschine kann darin keine Dateien ändern, anlegen oder löschen.",
  readOnlyShort: "nur lesen",
  remove: "Entfernen",
  removed: (guestFolder) => `${guestFolder} ist nicht mehr freigegeben.`,
  state: {
    off: "Maschine läuft nicht",
    waiting: "wartet auf die Maschine",
    mounted: "eingehängt",
    failed: "nicht eingehängt",
  },
};
