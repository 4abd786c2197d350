import type { PathFault } from "../../errors/general.ts";
import type { Sentence } from "../sentence.ts";

/** The sentence about each fault of a file or its file system. */
const faults: Readonly<Record<PathFault, (path: string) => Sentence>> = {
  missing: (path) => ({
    what: `${path} gibt es nicht.`,
    todo: "Den Pfad prüfen; liegt er auf einem anderen Datenträger, diesen anschließen.",
  }),
  "not-folder": (path) => ({
    what: `${path} liegt unter etwas, das kein Ordner ist.`,
    todo: "Den Pfad prüfen oder einen anderen Ort wählen.",
  }),
  folder: (path) => ({
    what: `${path} ist ein Ordner, nötig ist eine Datei.`,
    todo: "Eine Datei angeben oder den Ordner verschieben.",
  }),
  exists: (path) => ({
    what: `${path} gibt es schon, und nichts wird überschrieben.`,
    todo: "Die Datei verschieben oder einen anderen Ort wählen.",
  }),
  "read-only": (path) => ({
    what: `${path} liegt auf einem Datenträger, der nur gelesen werden kann.`,
    todo: "Einen anderen Ort wählen oder den Datenträger zum Schreiben einhängen. Auch ein Datenträger mit Fehlern wird nur zum Lesen eingehängt; ob das der Grund ist, zeigt: journalctl -k",
  }),
  "too-many-open": (path) => ({
    what: `${path} ließ sich nicht öffnen, weil zu viele Dateien offen sind.`,
    todo: "Andere Programme schließen oder die Grenze erhöhen (ulimit -n), dann Virtray neu starten.",
  }),
  links: (path) => ({
    what: `Die Verknüpfungen bei ${path} führen im Kreis.`,
    todo: "Den Pfad der Datei selbst angeben.",
  }),
  name: (path) => ({
    what: `${path} kann hier kein Pfad sein.`,
    todo: "Einen kürzeren oder einfacheren Pfad wählen.",
  }),
  device: (path) => ({
    what: `Der Datenträger mit ${path} meldet einen Fehler.`,
    todo: "Daten sichern und den Datenträger prüfen; mehr steht im Protokoll des Kernels: journalctl -k",
  }),
  busy: (path) => ({
    what: `${path} wird gerade verwendet.`,
    todo: "Das Programm beenden, das die Datei verwendet, dann noch einmal versuchen.",
  }),
  "too-large": (path) => ({
    what: `${path} würde größer, als sein Dateisystem erlaubt.`,
    todo: "Einen Ort auf einem anderen Dateisystem wählen: Dateien auf FAT haben höchstens 4 GiB.",
  }),
  "not-supported": (path) => ({
    what: `Dem Dateisystem mit ${path} fehlt eine Fähigkeit, die nötig ist.`,
    todo: "Einen Ort auf einem anderen Dateisystem wählen, etwa ext4, XFS oder Btrfs.",
  }),
  away: (path) => ({
    what: `Der Datenträger mit ${path} antwortet nicht.`,
    todo: "Den Datenträger oder sein Netz wieder verbinden, dann noch einmal versuchen.",
  }),
  memory: (path) => ({
    what: `Für ${path} reichte der Arbeitsspeicher nicht.`,
    todo: "Andere Programme schließen.",
  }),
  changed: (path) => ({
    what: `${path} wurde gerade von einem anderen Programm geändert.`,
    todo: "Noch einmal versuchen.",
  }),
  content: (path) => ({
    what: `${path} enthält nicht, was darin stehen sollte.`,
    todo: "Die ursprüngliche Datei zurücklegen oder die Maschine neu anlegen.",
  }),
  other: (path) => ({
    what: `${path} ließ sich nicht verwenden.`,
    todo: "Die Einzelheiten nennen die Meldung des Systems. Noch einmal versuchen oder einen anderen Ort wählen.",
  }),
};

/** Returns the sentence about a fault of a file or its file system. */
export function pathFault(path: string, fault: PathFault): Sentence {
  return faults[fault](path);
}
