import type { PathFault } from "../../errors/general.ts";
import type { Sentence } from "../sentence.ts";

/** The sentence about a fault of a file or its file system. */
export function pathFault(path: string, fault: PathFault): Sentence {
  switch (fault) {
    case "missing":
      return {
        what: `${path} gibt es nicht.`,
        todo: "Den Pfad prüfen; liegt er auf einem anderen Datenträger, diesen anschließen.",
      };
    case "not-folder":
      return {
        what: `${path} liegt unter etwas, das kein Ordner ist.`,
        todo: "Den Pfad prüfen oder einen anderen Ort wählen.",
      };
    case "folder":
      return {
        what: `${path} ist ein Ordner, nötig ist eine Datei.`,
        todo: "Eine Datei angeben oder den Ordner wegbewegen.",
      };
    case "exists":
      return {
        what: `${path} gibt es schon, und nichts wird überschrieben.`,
        todo: "Wegbewegen oder einen anderen Ort wählen.",
      };
    case "read-only":
      return {
        what: `${path} liegt auf einem Datenträger, der nur gelesen werden kann.`,
        todo: "Einen anderen Ort wählen oder den Datenträger zum Schreiben einhängen. Auch einer mit Fehlern wird so eingehängt: journalctl -k sagt es.",
      };
    case "too-many-open":
      return {
        what: `${path} ließ sich nicht öffnen, weil zu viele Dateien offen sind.`,
        todo: "Andere Programme schließen oder die Grenze erhöhen (ulimit -n), dann Virtray neu starten.",
      };
    case "links":
      return {
        what: `Die Verknüpfungen bei ${path} führen im Kreis.`,
        todo: "Den Pfad der Datei selbst angeben.",
      };
    case "name":
      return {
        what: `${path} kann hier kein Pfad sein.`,
        todo: "Einen kürzeren oder einfacheren wählen.",
      };
    case "device":
      return {
        what: `Der Datenträger mit ${path} meldet einen Fehler.`,
        todo: "Daten sichern und den Datenträger prüfen; mehr steht im Protokoll des Kernels: journalctl -k",
      };
    case "busy":
      return {
        what: `${path} wird gerade benutzt.`,
        todo: "Das Programm beenden, das die Datei benutzt, dann noch einmal versuchen.",
      };
    case "too-large":
      return {
        what: `${path} würde größer, als sein Dateisystem erlaubt.`,
        todo: "Einen Ort auf einem anderen Dateisystem wählen: Dateien auf FAT haben höchstens 4 GiB.",
      };
    case "not-supported":
      return {
        what: `Dem Dateisystem mit ${path} fehlt eine Fähigkeit, die nötig ist.`,
        todo: "Einen Ort auf einem anderen wählen, etwa ext4, XFS oder Btrfs.",
      };
    case "away":
      return {
        what: `Der Datenträger mit ${path} antwortet nicht.`,
        todo: "Ihn oder sein Netz wieder verbinden, dann noch einmal versuchen.",
      };
    case "memory":
      return {
        what: `Für ${path} reichte der Arbeitsspeicher nicht.`,
        todo: "Andere Programme schließen.",
      };
    case "changed":
      return {
        what: `${path} wurde gerade von einem anderen Programm geändert.`,
        todo: "Noch einmal versuchen.",
      };
    case "content":
      return {
        what: `${path} enthält nicht, was darin stehen sollte.`,
        todo: "Die ursprüngliche Datei zurücklegen oder die Maschine neu anlegen.",
      };
    case "other":
      return {
        what: `${path} ließ sich nicht verwenden.`,
        todo: "Die Einzelheiten nennen die Meldung des Systems. Noch einmal versuchen oder einen anderen Ort wählen.",
      };
  }
}
