import type { TransferErrors } from "../../../errors/transfer.ts";
import { formatSize } from "../../formats.ts";
import type { ErrorWords } from "../../sentence.ts";

/** The sentences of errors of copying files into machines and out of them, in German. */
export const transferErrors: Pick<ErrorWords, keyof TransferErrors> = {
  "transfer-missing": ({ place }) => ({
    what: `${place} gibt es nicht.`,
    todo: "Den Pfad prüfen. In einer Maschine beginnt ein relativer Pfad im Home-Ordner des dortigen Benutzers.",
  }),
  "transfer-folder": ({ place }) => ({
    what: `${place} ist ein Ordner, und Ordner werden nur auf Wunsch kopiert.`,
    todo: "Mit -r wird der Ordner mit seinem ganzen Inhalt kopiert.",
  }),
  "transfer-target-missing": ({ place }) => ({
    what: `Für ${place} gibt es keinen Ordner, also wurde nichts kopiert.`,
    todo: "Zuerst den Ordner anlegen oder ein anderes Ziel angeben.",
  }),
  "transfer-no-login": ({ name, detail }) => ({
    what: `Die Anmeldung in „${name}“ ist fehlgeschlagen: ${detail}.`,
    todo: `Prüfen, ob die Anmeldung funktioniert, dann noch einmal versuchen: virtray ssh ${name}`,
  }),
  "transfer-failed-inside": ({ name, detail }) => ({
    what: `Das Kopieren ist in „${name}“ fehlgeschlagen: ${detail}.`,
    todo: "Platz und Rechte in der Maschine prüfen, dann noch einmal kopieren.",
  }),
  "transfer-lost": ({ name, detail }) => ({
    what: `Die Verbindung zu „${name}“ ist beim Kopieren abgerissen: ${detail}.`,
    todo: `Prüfen, ob die Maschine läuft und antwortet, dann noch einmal kopieren: virtray ssh ${name}`,
  }),
  "transfer-cut": ({ place }) => ({
    what: `Für ${place} ist nicht die ganze Datei angekommen, also wurde dort nichts geändert.`,
    todo: "Noch einmal kopieren, und eine Datei mit nur einem Befehl zugleich an dieselbe Stelle kopieren.",
  }),
  "transfer-goes-on": ({ part, bytes }) => ({
    what: `Das Kopieren geht nach ${formatSize("de", bytes)} weiter, die schon in ${part} liegen.`,
  }),
  "transfer-anew": ({ part, why }) => ({
    what:
      why === "different"
        ? `Das Kopieren beginnt von vorn: ${part} ist nicht der Anfang dieser Datei.`
        : `Das Kopieren beginnt von vorn: Die Maschine hat kein sha256sum, also lässt sich ${part} nicht mit der Datei vergleichen.`,
  }),
  "transfer-kept": ({ part }) => ({
    what: `Was angekommen ist, bleibt in ${part} erhalten.`,
    todo: "Zum Fortsetzen dasselbe noch einmal kopieren, oder diese Datei löschen.",
  }),
  "transfer-strange": ({ name, sent }) => ({
    what: `„${name}“ hat eine Datei gesendet, die nicht verlangt war (${sent}). Die Datei wurde nicht geschrieben.`,
    todo: "Das Programm tar in der Maschine prüfen, und ob der Maschine zu trauen ist.",
  }),
  "transfer-sent": ({ name, names }) => ({
    what: `Ins Heimatverzeichnis in „${name}“ kopiert: ${names}`,
  }),
  "transfer-ends": () => ({
    what: "Quellen oder Ziel müssen in einer Maschine liegen.",
    todo: "NAME:PFAD steht für einen Pfad in der Maschine NAME, etwa: virtray copy notizen.txt web:",
  }),
  "transfer-stream": () => ({
    what: "„-“ steht für einen Datenstrom, also muss das andere Ende eine Datei in einer Maschine sein.",
    todo: "Eine Datei auf einmal kopieren, etwa: virtray copy - web:notizen.txt",
  }),
};
