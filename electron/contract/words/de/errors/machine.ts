import { formatNumber, formatSize, plural } from "../../formats.ts";
import type { ErrorWords } from "../../sentence.ts";
import { seeLog } from "../support.ts";

/** Returns the advice that ends with the way to stop a machine that does not react. */
const orForce = (name: string, first: string, lost = "") => ({
  todo: `${first} oder „Ausschalten erzwingen“ verwenden${lost}.`,
  typed: `${first} oder das Ausschalten erzwingen${lost}: virtray kill ${name}`,
});

/** The sentences of errors about machines, in German. */
export const machineErrors = {
  "machine-unknown": ({ name }) => ({
    what: `Es gibt keine Maschine namens „${name}“.`,
    todo: "Eine vorhandene Maschine wählen.",
    typed: "„virtray list“ zeigt alle Maschinen.",
  }),
  "machine-name-invalid": ({ name }) => ({
    what: `„${name}“ kann kein Maschinenname sein.`,
    todo: "Ein Name hat 1 bis 63 Kleinbuchstaben, Ziffern und Bindestriche und beginnt und endet nicht mit einem Bindestrich.",
  }),
  "machine-name-taken": ({ name }) => ({
    what: `Eine Maschine namens „${name}“ gibt es schon.`,
    todo: "Einen anderen Namen wählen.",
  }),
  "machine-file-newer": ({ path, version }) => ({
    what: `${path} stammt von einem neueren Virtray (Version ${version} der Datei).`,
    todo: "Die Datei wurde nicht verändert. Virtray aktualisieren.",
  }),
  "machine-running": ({ name, wish: request }) =>
    request === "start"
      ? { what: `„${name}“ läuft schon.` }
      : {
          what: `„${name}“ läuft.`,
          todo: "Zuerst die Maschine herunterfahren.",
          typed: `Zuerst die Maschine herunterfahren: virtray stop ${name}`,
        },
  "machine-not-running": ({ name }) => ({
    what: `„${name}“ läuft nicht.`,
    todo: "Zuerst die Maschine starten.",
    typed: `Zuerst die Maschine starten: virtray start ${name}`,
  }),
  "machine-not-answering": ({ name }) => ({
    what: `„${name}“ läuft, aber der QEMU-Prozess antwortet nicht.`,
    ...orForce(name, "Einen Moment warten"),
  }),
  "machine-not-ready": ({ name, until, seconds }) => ({
    what: `„${name}“ ${until === "ping" ? "hat nicht geantwortet" : until === "ssh" ? "hat keine SSH-Anmeldung angenommen" : "ist nicht fertig eingerichtet"} (nach ${seconds} s). Die Maschine läuft weiter.`,
    todo: `Mit --timeout länger warten oder die Verbindung prüfen: virtray doctor path ${name}`,
  }),
  "setup-failed": ({ name, line }) => ({
    what: `Die Einrichtung von „${name}“ ist fehlgeschlagen: „${line}“.`,
    todo: `Das Protokoll im Gast lesen: virtray ssh ${name} sudo tail /var/log/cloud-init-output.log`,
  }),
  "setup-no-way-out": ({ name }) => ({
    what: `Die Einrichtung von „${name}“ dauert noch an, aber kein Uplink wird verwendet, sodass die Maschine nichts herunterladen kann. Die Maschine läuft weiter.`,
    todo: "Einen Uplink wählen und prüfen, ob das LAN eingeschaltet und das Kabel der Maschine eingesteckt ist.",
    typed: `Einen Uplink wählen oder die Verbindung prüfen: virtray doctor path ${name}`,
  }),
  "setup-login-refused": ({ name, user, keys, detail }) => ({
    what: `„${name}“ lehnt die SSH-Anmeldung${user === null ? "" : ` als „${user}“`}${keys === "" ? "" : ` mit ${keys}`} ab („${detail}“), sodass nicht abzufragen ist, ob die Einrichtung beendet ist. Die Maschine läuft weiter.`,
    todo: `Einmal anmelden, um die Ursache zu sehen, dann erneut warten: virtray ssh ${name}`,
  }),
  "machine-protected": ({ name }) => ({
    what: `„${name}“ ist geschützt: Löschen, erzwungenes Ausschalten und Wiederherstellen sind gesperrt.`,
    todo: `Die Maschine stattdessen herunterfahren oder den Schutz aufheben: virtray mark ${name} --unprotect`,
  }),
  "marks-missing": () => ({
    what: "Es gibt nichts zu ändern.",
    todo: "Ein Tag, eine Notiz oder den Schutz angeben, etwa: virtray mark web --tag prod",
  }),
  "machines-not-chosen": () => ({
    what: "Es ist keine Maschine gewählt.",
    todo: "Namen, --tag TAG oder --all angeben; nur eines von dreien.",
  }),
  "machine-busy": ({ name }) => ({
    what: `„${name}“ wird gerade von einem anderen Programm gestartet oder heruntergefahren.`,
    todo: "Gleich noch einmal versuchen.",
  }),
  "machine-start-failed": ({ name, detail }) => ({
    what: `„${name}“ ist nicht gestartet: ${detail}.`,
    ...seeLog(name),
  }),
  "machine-died": ({ name, detail }) => ({
    what: `„${name}“ wurde unerwartet beendet: ${detail}.`,
    ...seeLog(name, "Die Maschine noch einmal starten. "),
  }),
  "machine-killed": ({ name }) => ({
    what: `„${name}“ wurde unerwartet beendet: Der QEMU-Prozess ist abgestürzt oder wurde von anderer Stelle beendet und hat keine Meldung hinterlassen.`,
    todo: "Die Maschine noch einmal starten. War der Arbeitsspeicher knapp, der Maschine weniger zuteilen oder andere Programme schließen.",
  }),
  "machine-disk-full": ({ name, path, freeMiB }) => ({
    what: `„${name}“ ist pausiert, weil ${path} nicht wachsen konnte: Der Datenträger war voll (jetzt sind ${formatSize("de", freeMiB * 2 ** 20)} frei).`,
    todo: "Platz schaffen, dann die Maschine fortsetzen: Nichts ist verloren gegangen.",
  }),
  "machine-panicked": ({ name }) => ({
    what: `Der Gast in „${name}“ ist abgestürzt (Kernel-Panik).`,
    ...orForce(name, "Die Konsole zeigt, warum. Die Maschine neu starten"),
  }),
  "machine-halted": ({ name, state }) => ({
    what: `QEMU hat „${name}“ pausiert (${state}).`,
    ...orForce(
      name,
      "Das Protokoll zeigt, warum. Die Maschine fortsetzen, sobald die Ursache behoben ist,",
    ),
  }),
  "machine-stop-timeout": ({ name, seconds }) => ({
    what: `„${name}“ ist nicht innerhalb von ${seconds} s heruntergefahren.`,
    ...orForce(name, "Länger warten", " (nicht gespeicherte Daten im Gast gehen verloren)"),
  }),
  "machine-too-many": ({ most }) => ({
    what: `Alle Switch-Ports sind belegt: Es ${plural("de", most, { one: "läuft 1 Maschine", other: `laufen ${most} Maschinen` })}.`,
    todo: "Zuerst eine andere Maschine herunterfahren.",
  }),
  "logins-too-many": ({ most }) => ({
    what: `${most} Terminals dieser Maschine sind hier geöffnet, mehr sind nicht möglich.`,
    todo: "Zuerst eines davon schließen oder „Terminal öffnen“ verwenden.",
  }),
  "memory-invalid": ({ asked, least, most }) => ({
    what: `${formatNumber("de", asked)} MiB Arbeitsspeicher sind nicht möglich.`,
    todo: `Eine ganze Zahl von ${formatNumber("de", least)} bis ${formatNumber("de", most)} MiB wählen (mehr hat dieser Computer nicht).`,
  }),
  "cpus-invalid": ({ asked, most }) => ({
    what: `${plural("de", asked, { one: "1 Prozessor ist", other: `${formatNumber("de", asked)} Prozessoren sind` })} nicht möglich.`,
    todo: `Eine ganze Zahl von 1 bis ${most} wählen.`,
  }),
  "vnc-taken": ({ display, name }) => ({
    what: `Die VNC-Anzeige ${display} gehört „${name}“.`,
    todo: "Eine andere Nummer wählen.",
  }),
  "vnc-open": ({ display, name }) => ({
    what: `Die VNC-Anzeige ${display} von „${name}“ verlangt kein Passwort, denn eine frühere Version von Virtray hat die Maschine gestartet. Alle Benutzer dieses Computers können den Bildschirm sehen und tippen.`,
    todo: "Die Maschine herunterfahren und wieder starten.",
  }),
  "machine-orphaned": ({ id }) => ({
    what: `Eine Maschine ohne Definition läuft noch: ${id}.`,
    todo: "Liegt die Maschine im Papierkorb, sie wiederherstellen. Sonst den QEMU-Prozess beenden, in dessen Befehlszeile diese ID steht.",
  }),
} satisfies Partial<ErrorWords>;
