import type { ErrorWords } from "../sentence.ts";
import { yamlFault } from "./yaml.ts";

/** The sentences about projects, in German. */
export const projectErrors = {
  "project-missing": ({ path }) => ({
    what: `Es gibt kein ${path}.`,
    todo: "Bitte in den Ordner eines Projekts wechseln oder die Datei nennen: --file DATEI",
  }),
  "project-invalid": ({ path, line, column, fault }) => ({
    what: `${path}, Zeile ${line}, Spalte ${column}: ${yamlFault(fault)}.`,
  }),
  "project-too-large": ({ count, memoryMiB, most }) => ({
    what: `Die Maschinen des Projekts (${count}) sollen zusammen ${memoryMiB} MiB Arbeitsspeicher haben, dieser Computer hat aber ${most} MiB.`,
    todo: "Nichts wurde getan. Bitte weniger Arbeitsspeicher oder weniger Maschinen angeben.",
  }),
  "project-file-outside": ({ file, folder }) => ({
    what: `Das Projekt nennt ${file}, das nicht in seinem Ordner ${folder} liegt.`,
    todo: "Die Datei dorthin kopieren. Damit ein fremdes Projekt keine eigenen Dateien mitnimmt, wird von anderswo nur gelesen, was als ~/….pub benannt ist und öffentliche Schlüssel enthält.",
  }),
  "project-not-agreed": ({ path, isChanged }) => ({
    what: isChanged
      ? `Das Projekt ${path} hat sich seit der Zustimmung geändert, deshalb wurde nichts getan.`
      : `Dem Projekt ${path} wurde noch nicht zugestimmt, deshalb wurde nichts getan.`,
    todo: "Lesen, was das Projekt verlangt. Dann „virtray up“ in einem Terminal ausführen oder in einem Skript „virtray up --yes“.",
  }),
  "project-foreign": ({ name, template }) => ({
    what: `Eine Maschine „${name}“ gibt es schon, und sie entstand nicht aus der Vorlage „${template}“.`,
    todo: "Sie blieb unberührt. Bitte der Maschine des Projekts einen anderen Namen geben.",
  }),
  "port-silent": ({ name, address, port, seconds }) => ({
    what: `„${name}“ läuft, aber unter ${address}, Port ${port}, antwortete ${seconds} s lang nichts.`,
    todo: "Vielleicht startet sie noch: „virtray up“ wartet weiter.",
  }),
} satisfies Partial<ErrorWords>;
