import type { ErrorWords } from "../../sentence.ts";
import { reportIt } from "../support.ts";

/** The sentences of errors about root and the root helper, in German. */
export const rootErrors = {
  "root-dismissed": () => ({
    what: "Der Passwortdialog wurde geschlossen, darum wurde nichts geändert.",
    todo: "Bei Gelegenheit noch einmal versuchen.",
  }),
  "root-denied": () => ({
    what: "Sie haben auf diesem Computer keine Administratorrechte.",
    todo: "An einen Administrator wenden oder als Administrator anmelden.",
  }),
  "root-sudo-refused": () => ({
    what: "sudo hat abgelehnt; der Grund steht oben.",
    todo: "Noch einmal versuchen oder an einen Administrator wenden.",
  }),
  "root-no-agent": ({ command }) => ({
    what: "Kein Programm kann hier nach dem Passwort fragen (es gibt keinen Polkit-Agenten).",
    todo: `In einem Terminal ausführen: ${command}`,
  }),
  "root-timeout": ({ seconds }) => ({
    what: `Auf den Passwortdialog kam ${seconds} s lang keine Antwort.`,
    todo: "Noch einmal versuchen.",
  }),
  "root-crashed": ({ detail }) => ({
    what: `Der Root-Hilfsprozess wurde mit einem Fehler beendet: ${detail}.`,
    ...reportIt,
  }),
  "root-path-unsafe": ({ path }) => ({
    what: `${path} enthält Zeichen, die in keinem Befehl stehen dürfen, der als root läuft.`,
    todo: "Das Programm in einen Pfad nur aus Buchstaben, Ziffern und . _ + @ - verschieben.",
  }),
  "netd-lost": () => ({
    what: "Die Verbindung zum Root-Hilfsprozess ist abgebrochen.",
    todo: "Noch einmal versuchen: Der Root-Hilfsprozess wird neu gestartet und macht dort weiter, wo er war.",
  }),
  "netd-gone": () => ({
    what: "Der Root-Hilfsprozess wurde beendet; seine Regeln gelten noch, aber nichts stellt sie wieder her, wenn sie geändert werden.",
    todo: "Das LAN noch einmal einschalten oder ausschalten.",
  }),
  "netd-refused": ({ detail }) => ({
    what: `Der Root-Hilfsprozess hat abgelehnt: ${detail}.`,
    ...reportIt,
  }),
  "netd-run-path-unsafe": ({ path, detail }) => ({
    what: `${path} ist als root nicht sicher verwendbar: ${detail}.`,
    todo: "Den Pfad entfernen und noch einmal versuchen.",
  }),
  "once-step-failed": ({ step, detail }) => ({
    what: `„${step}“ ist fehlgeschlagen: ${detail}.`,
    todo: "Die Schritte danach wurden nicht ausgeführt.",
  }),
  "once-file-foreign": ({ path }) => ({
    what: `${path} existiert schon, stammt aber nicht von Virtray.`,
    todo: "Die Datei wurde nicht verändert. Den Inhalt ansehen, dann die Datei verschieben.",
  }),
  "firewall-rules": () => ({
    what: "Virtray hat einer anderen Firewall Regeln hinzugefügt, weil sie Maschinen sonst blockieren würde.",
    todo: "Solange das LAN aus ist, haben diese Regeln keine Wirkung. Zum Entfernen: virtray doctor --repair firewall-undo",
  }),
  "ssh-host-hidden": ({ name, file }) => ({
    what: `„ssh ${name}“ führt zur Maschine und nicht zu dem Computer, der in ${file} unter „Host ${name}“ steht.`,
    todo: `Eines von beiden anders nennen: diese Zeile ändern oder die Maschine umbenennen: virtray rename ${name} NAME`,
  }),
  "hosts-outdated": () => ({
    what: "Die Namen von Maschinen in /etc/hosts sind veraltet.",
    todo: "Diese Zeilen aktualisieren lassen oder entfernen: virtray doctor --repair host-names-undo",
  }),
  "once-not-needed": ({ detail }) => ({ what: `Nichts wurde geändert: ${detail}.` }),
  "repair-unknown": ({ id, known }) => ({
    what: `Eine Reparatur „${id}“ gibt es zurzeit nicht.`,
    todo: `Mögliche Reparaturen: ${known}.`,
  }),
} satisfies Partial<ErrorWords>;
