import { formatSize } from "../../formats.ts";
import type { ErrorWords } from "../../sentence.ts";

/** The sentences of errors about machines, in German. */
export const machineErrors = {
  "machine-unknown": ({ name }) => ({
    what: `Es gibt keine Maschine namens „${name}“.`,
    todo: "„virtray list“ zeigt alle Maschinen.",
  }),
  "machine-name-invalid": ({ name }) => ({
    what: `„${name}“ kann kein Maschinenname sein.`,
    todo: "Ein Name hat 1 bis 63 Kleinbuchstaben, Ziffern und Bindestriche und beginnt und endet nicht mit einem Bindestrich.",
  }),
  "machine-name-taken": ({ name }) => ({
    what: `Eine Maschine namens „${name}“ gibt es schon.`,
    todo: "Bitte einen anderen Namen wählen.",
  }),
  "machine-file-corrupt": ({ path, detail }) => ({
    what: `${path} ist nicht als Maschine lesbar: ${detail}.`,
    todo: "Die Datei blieb, wie sie ist. Bitte reparieren, oder zurück zu ihrer Sicherung: virtray recover ID",
  }),
  "machine-file-newer": ({ path, version }) => ({
    what: `${path} stammt von einem neueren Virtray (Version ${version} der Datei).`,
    todo: "Die Datei blieb, wie sie ist. Bitte Virtray aktualisieren.",
  }),
  "machine-running": ({ name, wish: request }) =>
    request === "start"
      ? { what: `„${name}“ läuft schon.` }
      : { what: `„${name}“ läuft.`, todo: "Bitte zuerst stoppen." },
  "machine-not-running": ({ name }) => ({ what: `„${name}“ läuft nicht.` }),
  "machine-not-answering": ({ name }) => ({
    what: `„${name}“ läuft, aber der QEMU-Prozess antwortet nicht.`,
    todo: "Einen Moment warten oder das Ende erzwingen.",
  }),
  "machine-busy": ({ name }) => ({
    what: `„${name}“ wird gerade von einem anderen Programm gestartet oder gestoppt.`,
    todo: "Bitte gleich noch einmal versuchen.",
  }),
  "machine-start-failed": ({ name, detail }) => ({
    what: `„${name}“ ist nicht gestartet: ${detail}`,
  }),
  "machine-died": ({ name, detail }) => ({
    what: `„${name}“ endete unerwartet: ${detail}`,
    todo: "Erneut starten; das Protokoll sagt mehr.",
  }),
  "machine-killed": ({ name }) => ({
    what: `„${name}“ endete unerwartet: Der QEMU-Prozess wurde von außen beendet oder stürzte wortlos ab.`,
    todo: "Erneut starten. War der Arbeitsspeicher knapp, weniger zuteilen oder andere Programme schließen.",
  }),
  "machine-disk-full": ({ name, path, freeMiB }) => ({
    what: `„${name}“ pausiert, weil ${path} nicht wachsen konnte: die Platte war voll (jetzt sind ${formatSize("de", freeMiB * 2 ** 20)} frei).`,
    todo: "Platz schaffen, dann fortsetzen: nichts ging verloren.",
  }),
  "machine-panicked": ({ name }) => ({
    what: `Das System in „${name}“ ist abgestürzt (Kernel-Panik) und steht still.`,
    todo: "Seine Konsole sagt, warum. Neu starten oder das Ende erzwingen.",
  }),
  "machine-halted": ({ name, state }) => ({
    what: `QEMU hat „${name}“ angehalten (${state}).`,
    todo: "Das Protokoll sagt, warum. Fortsetzen, sobald die Ursache behoben ist, oder das Ende erzwingen.",
  }),
  "machine-stop-timeout": ({ name, seconds }) => ({
    what: `„${name}“ hat sich nicht innerhalb von ${seconds} s abgeschaltet.`,
    todo: "Länger warten oder das Ende erzwingen (Ungesichertes darin geht verloren).",
  }),
  "machine-too-many": ({ most }) => ({
    what: `Der Switch fasst ${most} laufende Maschinen, alle Anschlüsse sind belegt.`,
    todo: "Bitte zuerst eine Maschine stoppen.",
  }),
  "memory-invalid": ({ asked, least, most }) => ({
    what: `${asked} MiB Arbeitsspeicher sind nicht möglich.`,
    todo: `Bitte eine ganze Zahl von ${least} bis ${most} MiB wählen (mehr hat dieser Computer nicht).`,
  }),
  "cpus-invalid": ({ asked, most }) => ({
    what: `${asked} Prozessoren sind nicht möglich.`,
    todo: `Bitte eine ganze Zahl von 1 bis ${most} wählen.`,
  }),
  "vnc-taken": ({ display, name }) => ({
    what: `Die VNC-Anzeige ${display} gehört „${name}“.`,
    todo: "Bitte eine andere Nummer wählen.",
  }),
  "vnc-open": ({ display, name }) => ({
    what: `Die VNC-Anzeige ${display} von „${name}“ verlangt kein Passwort, denn eine frühere Version von Virtray hat die Maschine gestartet. Alle Benutzer dieses Computers können ihren Bildschirm sehen und tippen.`,
    todo: "Bitte die Maschine stoppen und neu starten.",
  }),
  "machine-orphaned": ({ id }) => ({
    what: `Eine Maschine läuft noch, zu der Virtray keine Definition hat: ${id}.`,
    todo: "Wenn sie im Papierkorb liegt, von dort zurückholen. Sonst ihren Prozess beenden, der diese Kennung nennt.",
  }),
} satisfies Partial<ErrorWords>;
