import type { runErrors as english } from "../../en/errors/run.ts";

/** The sentences of errors of commands in machines of their own, in German. */
export const runErrors: typeof english = {
  "run-no-key": () => ({
    what: "Es gibt keinen SSH-Schlüssel zum Anmelden.",
    todo: "Mit --make-key einen in ~/.ssh anlegen oder mit --key DATEI einen angeben.",
  }),
  "run-not-removed": ({ name }) => ({
    what: `Die Maschine „${name}“ ließ sich nicht entfernen.`,
    todo: "Die Maschine löschen.",
    typed: `Die Maschine löschen: virtray delete ${name}`,
  }),
  "machine-no-login": ({ name }) => ({
    what: `„${name}“ läuft, aber die Anmeldung ist nicht gelungen.`,
    todo: "Prüfen, ob die Vorlage cloud-init hat und ob Benutzer und Schlüssel zu ihr passen.",
  }),
};
