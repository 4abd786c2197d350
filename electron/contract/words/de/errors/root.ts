import type { ErrorWords } from "../../sentence.ts";

/** The sentences of errors about root’s part, in German. */
export const rootErrors = {
  "root-dismissed": () => ({
    what: "Der Passwortdialog wurde geschlossen, darum wurde nichts geändert.",
    todo: "Bei Gelegenheit noch einmal versuchen.",
  }),
  "root-denied": () => ({
    what: "Dieser Computer lässt Sie nicht als Verwalter handeln.",
    todo: "Einen Verwalter um das Recht bitten oder sich als einer anmelden.",
  }),
  "root-sudo-refused": () => ({
    what: "sudo hat Sie nicht als Verwalter handeln lassen und sagt oben, warum.",
    todo: "Noch einmal versuchen oder einen Verwalter um das Recht bitten.",
  }),
  "root-no-agent": ({ command }) => ({
    what: "Kein Programm kann hier nach dem Passwort fragen (kein Polkit-Agent).",
    todo: `Dies in einem Terminal ausführen: ${command}`,
  }),
  "root-timeout": ({ seconds }) => ({
    what: `Auf den Passwortdialog kam ${seconds} s lang keine Antwort.`,
    todo: "Bitte noch einmal versuchen.",
  }),
  "root-crashed": ({ detail }) => ({
    what: `Der privilegierte Teil endete mit einem Fehler: ${detail}`,
  }),
  "root-path-unsafe": ({ path }) => ({
    what: `${path} enthält Zeichen, die in keinen Root-Befehl gelangen dürfen.`,
    todo: "Das Programm in einen Pfad nur aus Buchstaben, Ziffern und . _ + @ - bewegen.",
  }),
  "netd-lost": () => ({
    what: "Der privilegierte Teil verschwand mitten im Gespräch.",
    todo: "Noch einmal versuchen: Er wird neu gestartet und übernimmt, was er eingerichtet hatte.",
  }),
  "netd-gone": () => ({
    what: "Der Teil, der die Regeln des LANs hält, ist beendet; sie gelten noch, aber nichts stellt sie wieder her.",
    todo: "Das LAN erneut einschalten oder ausschalten.",
  }),
  "netd-refused": ({ detail }) => ({ what: `Der privilegierte Teil lehnte ab: ${detail}` }),
  "netd-run-path-unsafe": ({ path, detail }) => ({
    what: `${path} ist als root nicht sicher benutzbar: ${detail}.`,
    todo: "Bitte entfernen und noch einmal versuchen.",
  }),
  "once-step-failed": ({ step, detail }) => ({
    what: `„${step}“ schlug fehl: ${detail}`,
    todo: "Was danach käme, wurde nicht getan.",
  }),
  "once-file-foreign": ({ path }) => ({
    what: `${path} gibt es schon, und zwar nicht so, wie Virtray sie schreibt.`,
    todo: "Die Datei blieb, wie sie ist. Bitte ansehen und dann wegbewegen.",
  }),
  "firewall-rules": () => ({
    what: "Regeln von Virtray stehen in einer anderen Firewall, die Maschinen sonst aufhielte.",
    todo: "Ohne das LAN treffen sie auf nichts zu. Zurücknehmen: virtray doctor --repair firewall-undo",
  }),
  "hosts-outdated": () => ({
    what: "Die Namen von Maschinen in /etc/hosts sind veraltet.",
    todo: "Sie neu schreiben lassen oder zurücknehmen: virtray doctor --repair host-names-undo",
  }),
  "once-not-needed": ({ detail }) => ({ what: `Nichts wurde geändert: ${detail}.` }),
  "repair-unknown": ({ id, known }) => ({
    what: `Unter dem Namen „${id}“ lässt sich jetzt nichts reparieren.`,
    todo: `Es gibt: ${known}.`,
  }),
} satisfies Partial<ErrorWords>;
