import { formatSize } from "../formats.ts";
import type { ErrorWords } from "../sentence.ts";
import { yamlFault } from "./yaml.ts";

/** The sentences about projects, in German. */
export const projectErrors = {
  "project-missing": ({ path }) => ({
    what: `Die Datei ${path} gibt es nicht.`,
    todo: "In den Ordner eines Projekts wechseln oder die Datei angeben: --file DATEI",
  }),
  "project-invalid": ({ path, line, column, fault }) => ({
    what: `${path}, Zeile ${line}, Spalte ${column}: ${yamlFault(fault)}.`,
  }),
  "project-too-large": ({ count, memoryMiB, most }) => ({
    what: `Das Projekt braucht ${formatSize("de", memoryMiB * 2 ** 20)} Arbeitsspeicher (Maschinen: ${count}), dieser Computer hat aber nur ${formatSize("de", most * 2 ** 20)}.`,
    todo: "Nichts wurde getan. Weniger Arbeitsspeicher oder weniger Maschinen angeben.",
  }),
  "project-too-many": ({ count, most }) => ({
    what: `Das Projekt hat ${count} Maschinen, der Switch verbindet aber höchstens ${most} laufende Maschinen.`,
    todo: "Nichts wurde getan. Einen Teil der Maschinen in ein eigenes Projekt schreiben und immer nur eines davon starten.",
  }),
  "project-file-outside": ({ file, folder }) => ({
    what: `Das Projekt verweist auf ${file}, das nicht in seinem Ordner ${folder} liegt.`,
    todo: "Die Datei dorthin kopieren. Ein fremdes Projekt darf Ihre Dateien nicht lesen: Außerhalb seines Ordners werden nur öffentliche Schlüssel gelesen, die als ~/….pub benannt sind.",
  }),
  "project-not-agreed": ({ path, isChanged }) => ({
    what: isChanged
      ? `Das Projekt ${path} hat sich seit der Zustimmung geändert, deshalb wurde nichts getan.`
      : `Dem Projekt ${path} wurde noch nicht zugestimmt, deshalb wurde nichts getan.`,
    todo: "Lesen, was das Projekt verlangt. Dann „virtray up“ in einem Terminal ausführen oder in einem Skript „virtray up --yes“.",
  }),
  "project-foreign": ({ name, template }) => ({
    what: `Eine Maschine „${name}“ gibt es schon, aber sie wurde nicht aus der Vorlage „${template}“ angelegt.`,
    todo: "Die Maschine wurde nicht verändert. Der Maschine des Projekts einen anderen Namen geben.",
  }),
  "project-after-failed": ({ name, after }) => ({
    what: `„${name}“ kommt nach „${after}“, und diese Maschine ist nicht bereit.`,
    todo: "Beheben, was zu dieser Maschine gemeldet ist. Dann von dort fortsetzen: virtray up",
  }),
  "project-machine-unknown": ({ name }) => ({
    what: `Das Projekt hat keine Maschine „${name}“.`,
    todo: "Einen Namen aus der Projektdatei verwenden.",
  }),
  "provision-failed": ({ name, step, exitCode, line, log }) => ({
    what: `Der Schritt ${step} ist in „${name}“ fehlgeschlagen (Exit-Code ${exitCode}): „${line}“.`,
    todo: `Die ganze Ausgabe steht in ${log}. Mit diesem Schritt fortsetzen: virtray provision ${name}`,
  }),
  "port-silent": ({ name, address, port, seconds }) => ({
    what: `„${name}“ läuft, aber unter ${address}, Port ${port}, hat ${seconds} s lang nichts geantwortet.`,
    todo: "Vielleicht startet die Maschine noch. Weiter warten: virtray up",
  }),
} satisfies Partial<ErrorWords>;
