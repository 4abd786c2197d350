import type { ErrorWords } from "./en.ts";

/** The sentences about projects, in German. */
export const projectErrors = {
  "project-missing": ({ path }) => ({
    what: `Es gibt kein ${path}.`,
    todo: "Bitte in den Ordner eines Projekts wechseln oder die Datei nennen: --file DATEI",
  }),
  "project-invalid": ({ path, line, column, detail }) => ({
    what: `${path}, Zeile ${line}, Spalte ${column}: ${detail}.`,
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
