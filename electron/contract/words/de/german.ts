import { appWordsFor, nameOfLanguage } from "../../base/languages.ts";
import { commands } from "../commands.ts";
import type { Words } from "../en/english.ts";
import { formatSize, plural } from "../formats.ts";
import type { ErrorWords } from "../sentence.ts";
import { deviceErrors, devices } from "./devices.ts";
import { doctor } from "./doctor.ts";
import { forwardErrors, forwards } from "./forwards.ts";
import { hardware } from "./hardware.ts";
import { hostErrors } from "./host.ts";
import { imageErrors } from "./images.ts";
import { imageFault, inputErrors } from "./input.ts";
import { net } from "./net.ts";
import { path } from "./path.ts";
import { projectErrors } from "./project.ts";
import { repairs } from "./repairs.ts";
import { root } from "./root.ts";
import { snapshotErrors } from "./snapshots.ts";
import { sshKeyErrors } from "./ssh-keys.ts";
import { ui } from "./ui.ts";
import { yamlFault } from "./yaml.ts";

/** Why a host cannot be reached, by the system's own code. */
const unreachable: Readonly<Record<string, string>> = {
  ENOTFOUND: "sein Name wurde nicht gefunden",
  EAI_AGAIN: "kein Nameserver antwortet",
  ECONNREFUSED: "er weist die Verbindung ab",
  ENETUNREACH: "kein Netz führt dorthin",
  EHOSTUNREACH: "kein Netz führt dorthin",
  ENETDOWN: "das Netz ist aus",
};

const hidden = {
  "name-server": "ein Nameserver, den dieser Computer fragt",
  gateway: "ein Gateway dieses Computers",
  peer: "die Gegenstelle einer Verbindung dieses Computers",
} as const;

const errors: ErrorWords = {
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
  "machine-without-lan": ({ name }) => ({
    what: `Das LAN ist aus, „${name}“ läuft also ohne Netz.`,
    todo: "LAN einschalten: Laufende Maschinen werden sofort verbunden.",
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
  "disk-missing": ({ path }) => ({ what: `Es gibt keine Datei ${path}.` }),
  "disk-unreadable": ({ path, detail }) => ({
    what: `${path} lässt sich nicht öffnen: ${detail}.`,
  }),
  "disk-not-image": ({ path }) => ({
    what: `${path} ist kein Festplattenabbild.`,
    todo: "Bitte eine qcow2-Datei angeben oder ein rohes Abbild aus ganzen 512-Byte-Sektoren.",
  }),
  "disk-format-unsupported": ({ path, format }) => ({
    what: `${path} ist ein ${format}-Abbild, auf das Maschinen nicht sicher schreiben können.`,
    todo: "Bitte als Vorlage hinzufügen, was VMDK, VDI und VHDX sicher kopiert, oder dort in qcow2 umwandeln lassen, wo es herkommt. Nur bei einem vertrauenswürdigen Abbild: qemu-img convert -O qcow2 QUELLE ZIEL",
  }),
  "disk-has-backing": ({ path, backing }) => ({
    what: `${path} braucht eine zweite Datei, ${backing}.`,
    todo: "Bitte dort zusammenführen lassen, wo es herkommt. Nur bei einem vertrauenswürdigen Abbild, denn dies öffnet alles, was es nennt: qemu-img convert -O qcow2 QUELLE ZIEL",
  }),
  "disk-in-use": ({ path, by }) => ({
    what: `${path} wird von ${by} benutzt.`,
    todo: "Zwei Maschinen auf einer Platte würden sie zerstören. Bitte eine Kopie angeben oder die andere stoppen.",
  }),
  "disk-path-invalid": ({ path }) => ({
    what: `${path} kann kein Pfad einer Platte sein.`,
    todo: "Bitte den Pfad einer gewöhnlichen Datei angeben, höchstens 4095 Bytes lang.",
  }),
  ...deviceErrors,
  "disk-full": ({ path }) => ({
    what: `Der Datenträger mit ${path} ist voll.`,
    todo: "Es blieb nichts Halbfertiges zurück. Platz schaffen, dann noch einmal versuchen.",
  }),
  "no-room": ({ path, needed, usable }) => ({
    what:
      needed === null
        ? `Dies hätte den Datenträger mit ${path} gefüllt und wurde deshalb abgebrochen.`
        : `Auf dem Datenträger mit ${path} ist zu wenig Platz: Nötig sind ${formatSize("de", needed)}, nutzbar ${formatSize("de", usable)}. Der Rest bleibt für laufende Maschinen frei.`,
    todo: "Es blieb nichts Halbfertiges zurück. Platz schaffen, dann noch einmal versuchen.",
  }),
  "disk-smaller": ({ asked, least }) => ({
    what: `Eine Platte von ${asked} ist zu klein.`,
    todo: `Die Vorlage braucht mindestens ${least}.`,
  }),
  ...snapshotErrors,
  "template-unknown": ({ name }) => ({
    what: `Es gibt keine Vorlage namens „${name}“.`,
    todo: "„virtray template list“ zeigt alle Vorlagen.",
  }),
  "template-name-taken": ({ name }) => ({
    what: `Eine Vorlage namens „${name}“ gibt es schon.`,
    todo: "Bitte einen anderen Namen wählen.",
  }),
  "template-file-corrupt": ({ path, detail }) => ({
    what: `${path} ist nicht als Vorlage lesbar: ${detail}.`,
    todo: "Die Datei blieb, wie sie ist. Bitte reparieren oder den Ordner wegbewegen.",
  }),
  "template-file-newer": ({ path, version }) => ({
    what: `${path} stammt von einem neueren Virtray (Version ${version} der Datei).`,
    todo: "Die Datei blieb, wie sie ist. Bitte Virtray aktualisieren.",
  }),
  "templates-folder-invalid": ({ path }) => ({
    what: `„${path}“ ist kein Pfad eines Ordners.`,
    todo: "Den ganzen Pfad angeben, beginnend mit „/“.",
  }),
  "templates-folder-gone": ({ path }) => ({
    what: `Der Ordner für Vorlagen, ${path}, ist nicht da oder nicht beschreibbar.`,
    todo: "Die Platte anschließen, auf der er liegt, oder in den Einstellungen einen anderen wählen.",
  }),
  "templates-folder-own": ({ path }) => ({
    what: `${path} liegt in den eigenen Ordnern von Virtray.`,
    todo: "Einen Ordner anderswo angeben, oder keinen, um Vorlagen wie üblich aufzubewahren.",
  }),
  "template-missing": ({ path, machines }) => ({
    what: `Das Abbild der Vorlage, ${path}, ist weg. Maschinen, die es brauchen: ${machines || "keine"}.`,
    todo: "Die Platte anschließen, auf der es liegt, oder dieselbe Datei zurücklegen.",
  }),
  "template-changed": ({ path, machines }) => ({
    what: `Das Abbild der Vorlage, ${path}, wurde nachträglich verändert. Maschinen, die das beschädigen würde: ${machines || "keine"}.`,
    todo: "Die ursprüngliche Datei zurücklegen. Bis dahin startet kein Klon davon.",
  }),
  "template-has-clones": ({ name, machines }) => ({
    // Marks clones in the trash; a machine's name cannot have parentheses.
    what: `Die Vorlage „${name}“ wird gebraucht von: ${machines.replaceAll("(trash)", "(Papierkorb)")}.`,
    todo: "Diese löschen oder unabhängig machen: virtray flatten NAME",
  }),
  "machine-not-linked": ({ name }) => ({
    what: `„${name}“ hängt von keiner Vorlage ab.`,
  }),
  "image-unsupported": ({ path, fault, detail = "" }) => ({
    what: `${path} kann keine Vorlage werden: ${imageFault(fault, detail)}.`,
    todo: "Möglich sind qcow2, raw, VMDK, VDI und VHDX, auch mit gzip, xz oder zstd gepackt, und OVA mit einer Platte.",
  }),
  "image-reaches-out": ({ path, detail }) => ({
    what: `${path} verweist auf eine andere Datei (${detail}); Abbilder von außen dürfen das nicht.`,
    todo: "Bitte dort, wo es herkommt, nach einem fragen, das für sich allein vollständig ist. Nicht mit anderen Programmen öffnen: Sie könnten dem folgen, was darin steht.",
  }),
  ...imageErrors,
  "user-data-invalid": ({ file, line, column, fault }) => ({
    what: `${file === undefined ? "Die user-data gehen" : `${file} geht`} so nicht: Zeile ${line}, Spalte ${column}: ${yamlFault(fault)}.`,
  }),
  "display-missing": () => ({
    what: "Hier ist kein Desktop, auf dem ein Fenster erscheinen könnte.",
    todo: "Bitte in einer Desktop-Sitzung aufrufen. Alles andere kann der Befehl ohne.",
  }),
  "terminal-not-agreed": ({ program }) => ({
    what: `${program} ist jetzt nicht das Terminal, weil nicht zugestimmt wurde.`,
    todo: "Bitte noch einmal sichern und zustimmen oder ein Terminal angeben, das Virtray kennt.",
  }),
  "path-not-agreed": ({ path }) => ({
    what: `${path} wurde nicht verwendet, weil nicht zugestimmt wurde.`,
    todo: "Bitte noch einmal versuchen und zustimmen oder die Datei mit „Wählen …“ auswählen.",
  }),
  "terminal-missing": () => ({
    what: "Kein Terminalprogramm gefunden.",
    todo: "Bitte eines installieren, zum Beispiel xterm, oder das eigene in den Einstellungen nennen.",
  }),
  ...sshKeyErrors,
  ...projectErrors,
  "catalogue-unknown": ({ id }) => ({
    what: `Im Katalog gibt es „${id}“ nicht.`,
    todo: "„virtray template catalogue“ zeigt, was es gibt.",
  }),
  "download-offline": ({ host, detail }) => ({
    what: `${host} ist nicht erreichbar: ${unreachable[detail] ?? detail}.`,
    todo: "Verbindung (und HTTPS_PROXY) prüfen, dann noch einmal: Geladenes bleibt erhalten.",
  }),
  "download-refused": ({ url, status }) => ({
    what: `Der Server verweigert ${url} (HTTP ${status}).`,
  }),
  "download-stalled": ({ url, seconds }) => ({
    what: `Von ${url} kam ${seconds} s lang nichts.`,
    todo: "Noch einmal versuchen: Geladenes bleibt erhalten.",
  }),
  "download-slow": ({ url, bytesPerSecond, seconds }) => ({
    what: `Von ${url} kamen in ${seconds} s nur ${plural("de", bytesPerSecond, { one: "1 Byte", other: `${bytesPerSecond} Bytes` })} pro Sekunde; so würde es nie fertig.`,
    todo: "Später noch einmal versuchen: Geladenes bleibt erhalten.",
  }),
  "download-broken": ({ url, detail }) => ({
    what: `Das Laden von ${url} brach ab: ${detail}.`,
    todo: "Noch einmal versuchen: Geladenes bleibt erhalten.",
  }),
  "download-mismatch": ({ url, algorithm }) => ({
    what: `${url} ist nicht, was sein Herausgeber angekündigt hat: Die ${algorithm}-Summen weichen ab.`,
    todo: "Es wurde gelöscht. Noch einmal versuchen; bleibt es so, dem Server nicht trauen.",
  }),
  "checksum-missing": ({ url, file }) => ({
    what: `${url} hat keine Prüfsumme für ${file}, also ist ihm nicht zu trauen.`,
  }),
  "address-invalid": ({ address }) => ({
    what: `„${address}“ ist keine IPv4-Adresse.`,
    todo: "Bitte vier Zahlen von 0 bis 255 angeben, etwa 192.168.100.7.",
  }),
  "address-outside": ({ address, subnet }) => ({
    what: `${address} liegt außerhalb des LANs (${subnet}).`,
    todo: "Bitte eine Adresse des LANs wählen oder keine, dann wird es die nächste freie.",
  }),
  "address-host": ({ address }) => ({
    what: `${address} ist die Adresse des Hosts selbst.`,
    todo: "Bitte eine andere wählen oder keine, dann wird es die nächste freie.",
  }),
  "address-reserved": ({ address, subnet }) => ({
    what: `${address} ist die Netz- oder Broadcast-Adresse von ${subnet}.`,
    todo: "Bitte eine andere wählen oder keine, dann wird es die nächste freie.",
  }),
  "address-taken": ({ address, by }) => ({
    what: `${address} gehört „${by}“.`,
    todo: "Bitte eine andere wählen oder keine, dann wird es die nächste freie.",
  }),
  "address-answers": ({ address, mac }) => ({
    what: `Unter ${address} antwortet schon jemand (Hardware-Adresse ${mac}).`,
    todo: "Bitte eine andere Adresse wählen oder jenem Gast eine andere geben.",
  }),
  "address-borrowed": ({ address, by }) => ({
    what: `„${by}“ antwortet unter ${address}: Der Gast hat sich diese Adresse selbst genommen.`,
    todo: "Bitte eine andere wählen oder diesem Gast seine eigene zurückgeben.",
  }),
  "address-leased": ({ address, mac }) => ({
    what: `${address} ist per DHCP an einen Gast vergeben (Hardware-Adresse ${mac}).`,
    todo: "Bitte eine andere wählen oder keine, um die nächste freie zu bekommen. Eine Vergabe endet spätestens eine Stunde, nachdem ihr Gast weg ist.",
  }),
  "addresses-exhausted": ({ subnet }) => ({
    what: `Alle Adressen von ${subnet} sind vergeben.`,
    todo: "Eine Maschine löschen oder ein größeres Subnetz wählen.",
  }),
  ...forwardErrors,
  "lan-share-group": ({ group }) => ({
    what: `Das LAN kann nicht mit der Gruppe ${group} geteilt werden: Sie gehören ihr nicht an.`,
    todo: `Ihr beitreten (als root: usermod -aG ${group} BENUTZER) und neu anmelden oder das Teilen in den Einstellungen ausschalten.`,
  }),
  "lan-must-be-off": () => ({
    what: "Die Schnittstelle des LANs kann nicht umbenannt werden, während es an ist.",
    todo: "Das LAN ausschalten, sie ändern und es wieder einschalten.",
  }),
  "lan-off": () => ({
    what: "Das LAN ist aus.",
    todo: `Einschalten: ${commands.lanUp}`,
    command: commands.lanUp,
  }),
  "lan-overlap": ({ subnet, other, interface: name, proposal }) => ({
    what: `Das Subnetz ${subnet} des LANs überschneidet sich mit ${other}, das dieser Computer über ${name} erreicht.`,
    todo: `Bitte ein anderes Subnetz für das LAN wählen; ${proposal} ist frei${proposal.includes("/") ? `: virtray lan set --subnet ${proposal}` : "."}`,
  }),
  "lan-hides-host": ({ subnet, address, role, proposal }) => ({
    what: `Im Subnetz ${subnet} des LANs liegt ${address}, ${hidden[role]}: gesucht würde diese Adresse dann unter den Maschinen.`,
    todo: `Bitte ein anderes Subnetz für das LAN wählen; ${proposal} ist frei${proposal.includes("/") ? `: virtray lan set --subnet ${proposal}` : "."}`,
  }),
  "lan-interface-renamed": ({ former, interface: name }) => ({
    what: `Die Schnittstelle des LANs heißt ab jetzt ${name}: Namen müssen mit vtap oder virtray beginnen, ${former} tut das nicht.`,
    todo: `Wo eigene Regeln oder Skripte ${former} nennen, dort ${name} eintragen. Ein anderer Name lässt sich in den Einstellungen wählen, solange das LAN aus ist.`,
  }),
  "lan-interface-taken": ({ interface: name }) => ({
    what: `Eine Schnittstelle namens ${name} gibt es schon, und sie gehört nicht Virtray.`,
    todo: "Bitte entfernen oder einen anderen Namen für die Schnittstelle des LANs wählen.",
  }),
  "lan-elsewhere": ({ uid }) => ({
    what: `Ein anderer Benutzer dieses Computers (Nummer ${uid}) hat ein LAN eingeschaltet.`,
    todo: "Es kann nur eines geben: zuerst jenes ausschalten.",
  }),
  "lan-forward-blocked": ({ table, chain, commands }) => ({
    what: `Eine andere Firewall (Kette ${chain} von ${table}) lässt nichts durch, was sie nicht kennt; die Maschinen kommen nicht hinaus.`,
    todo: `Das LAN dort erlauben: ${commands}`,
  }),
  "lan-names-failed": ({ detail }) => ({
    what: `Namen und Adressen werden im LAN nicht vergeben: ${detail}.`,
    todo: "Maschinen mit eigener Adresse sind trotzdem erreichbar.",
  }),
  "lan-port-taken": ({ port, by, interface: name }) =>
    port === 53
      ? {
          what: `${by} beantwortet DNS auf allen Schnittstellen, deshalb sind Maschinen nicht mit Namen bekannt.`,
          todo: `Bitte so einstellen, dass es nur auf seinen eigenen Adressen hört, nicht auf ${name}. Adressen werden trotzdem vergeben.`,
        }
      : {
          what: `${by} hat den Port von DHCP, deshalb bekommen Maschinen vom LAN keine Adresse.`,
          todo: `Bitte so einstellen, dass es ${name} auslässt. Namen gibt es trotzdem, und Maschinen mit eigener Adresse sind erreichbar.`,
        },
  "lan-step-failed": ({ step, detail }) => ({
    what: `Das LAN ließ sich nicht schalten: ${step} schlug fehl: ${detail}`,
  }),
  "lan-tun-denied": ({ detail }) => ({
    what: `Der Switch konnte das Tap des LANs nicht öffnen: ${detail}`,
    todo: "Der Benutzer braucht Zugriff auf /dev/net/tun (Modus 0666, wie udev ihn setzt).",
  }),
  "switch-failed": ({ detail }) => ({
    what: `Der virtuelle Switch ist nicht gestartet: ${detail}`,
  }),
  "switch-foreign": ({ path }) => ({
    what: `Ein anderes Programm bedient ${path}.`,
    todo: "Bitte beenden, oder die Datei entfernen, wenn kein Programm sie benutzt.",
  }),
  "switch-gone": ({ interface: name }) => ({
    what: `Der virtuelle Switch hinter ${name} ist beendet, die Maschinen erreichen nichts.`,
    todo: "Das LAN erneut einschalten: laufende Maschinen werden sofort angeschlossen.",
  }),
  "uplink-unknown": ({ interface: name }) => ({
    what: `Dieser Computer hat keine Schnittstelle „${name}“.`,
    todo: "„virtray uplink“ zeigt die vorhandenen.",
  }),
  "uplink-order-invalid": ({ order }) => ({
    what:
      order === ""
        ? "Es sind keine Schnittstellen genannt."
        : `„${order}“ ist keine Reihenfolge von Schnittstellen.`,
    todo: "Bis zu acht nennen, jede einmal, mit Komma dazwischen: eth0,wlan0",
  }),
  "uplink-is-lan": ({ interface: name }) => ({
    what: `${name} kann kein Uplink sein.`,
    todo: "„virtray uplink“ zeigt die möglichen Schnittstellen.",
  }),
  "uplink-down": ({ interface: name }) => ({
    what: `${name} hat gerade keine Verbindung, darum verlässt nichts das LAN.`,
    todo: "Sobald sie zurück ist, wird sie benutzt; oder einen anderen Uplink wählen.",
  }),
  "uplink-switched": ({ to, order }) => ({
    what: `Der Weg hinaus ist jetzt ${to}, der erste von ${order}, der geht.`,
  }),
  "uplink-past-vpn": ({ interface: name, vpn }) => ({
    what: `Maschinen gehen durch ${name} hinaus, vorbei am VPN ${vpn}, das dieser Computer benutzt.`,
    todo: `Um auch hindurchzugehen, „Automatisch“ oder ${vpn} wählen.`,
  }),
  "uplink-not-kept": () => ({
    what: "Der Uplink ist gewechselt, aber die Wahl ließ sich nicht speichern.",
    todo: "Sie gilt, bis das LAN ausgeschaltet wird. Beheben, was daneben gemeldet ist, dann noch einmal wählen.",
  }),
  "uplink-none-found": () => ({
    what: "Dieser Computer hat gerade keinen Weg nach draußen, darum verlässt nichts das LAN.",
    todo: "Sobald es einen gibt, wird er benutzt.",
  }),
  "uplink-of-place": ({ place, mode, interfaces }) => ({
    what: `Zurück bei ${place}, wo dieser Uplink gewählt wurde: ${
      {
        automatic: "wie das eigene Routing dieses Computers",
        none: "keiner",
        pinned: interfaces,
        preferred: `der erste von ${interfaces}, der geht`,
      }[mode]
    }.`,
  }),
  "place-unknown": ({ name }) => ({
    what: `Für einen Ort „${name}“ ist kein Uplink gemerkt.`,
    todo: "„virtray uplink places“ zeigt sie.",
  }),
  ...hostErrors,
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
  "host-woke": ({ resumed, clocksSet, uplink }) => ({
    what: `Der Computer hat geschlafen: ${plural("de", resumed, { one: "1 pausierte Maschine läuft", other: `${resumed} pausierte Maschinen laufen` })} weiter (gestellte Uhren: ${clocksSet}). ${uplink === null ? "Gerade verlässt nichts das LAN" : `Hinaus geht es über ${uplink}`}.`,
  }),
  "repair-unknown": ({ id, known }) => ({
    what: `Unter dem Namen „${id}“ lässt sich jetzt nichts reparieren.`,
    todo: `Es gibt: ${known}.`,
  }),
  "qemu-without-vde": () => ({
    what: "Dieses QEMU wurde ohne VDE gebaut, darum lassen sich Maschinen nicht mit dem LAN verbinden.",
    todo: "Bitte das QEMU-Paket der Distribution installieren.",
  }),
  "space-low": ({ path, freeMiB }) => ({
    what: `Wo ${path} liegt, sind nur ${formatSize("de", freeMiB * 2 ** 20)} frei.`,
    todo: "Platz schaffen: Eine Maschine, deren Platte nicht wachsen kann, wird angehalten.",
  }),
  "machine-orphaned": ({ id }) => ({
    what: `Eine Maschine läuft noch, zu der Virtray keine Definition hat: ${id}.`,
    todo: "Wenn sie im Papierkorb liegt, von dort zurückholen. Sonst ihren Prozess beenden, der diese Kennung nennt.",
  }),
  "runtime-leftover": ({ path, command }) => ({
    what: `${path} gehört zu keiner Maschine mehr.`,
    todo: `Es schadet nicht und darf entfernt werden: ${command}`,
  }),
  "as-root": () => ({
    what: "Virtray läuft als root, also auch das QEMU jeder Maschine.",
    todo: "Bitte als normaler Benutzer starten: Wo root nötig ist, wird gefragt.",
  }),
  ...inputErrors,
  "input-invalid": ({ field, detail }) => ({ what: `${field}: ${detail}` }),
  "program-missing": ({ program, package: name, command }) => ({
    what: `Das Programm ${program} ist nicht installiert.`,
    todo:
      command === undefined
        ? `Bitte das Paket ${name} installieren.`
        : `Bitte das Paket ${name} installieren: ${command}`,
  }),
  "sandbox-missing": ({ detail, command }) => ({
    what:
      detail === undefined
        ? "Plattenabbilder werden ohne Sandbox gelesen: bubblewrap ist nicht installiert."
        : `Plattenabbilder werden ohne Sandbox gelesen: bubblewrap darf hier keine anlegen (${detail}).`,
    todo:
      detail === undefined
        ? `Bitte das Paket bubblewrap installieren${command === undefined ? "." : `: ${command}`}`
        : "Bitte bubblewrap User-Namespaces erlauben; unter Ubuntu tut das sein AppArmor-Profil bwrap-userns-restrict (Paket apparmor-profiles). Bis dahin Abbilder nur aus Quellen nehmen, denen man vertraut.",
  }),
  "program-failed": ({ program, detail }) => ({ what: `${program} schlug fehl: ${detail}` }),
  "settings-corrupt": ({ path, detail }) => ({
    what: `${path} ist nicht lesbar: ${detail}.`,
    todo: "Die Datei blieb, wie sie ist; bis sie repariert ist, gelten die Vorgaben. Zurück zu ihrer Sicherung: virtray recover settings",
  }),
  "settings-newer": ({ path, version }) => ({
    what: `${path} stammt von einem neueren Virtray (Version ${version} der Datei).`,
    todo: "Die Datei blieb, wie sie ist. Bitte Virtray aktualisieren.",
  }),
  "words-missing": ({ language }) => ({
    what: `Die Texte für „${nameOfLanguage(language)}“ lassen sich nicht laden.`,
    todo: "Bitte Virtray neu starten: Seine Dateien sind vielleicht die einer anderen Version.",
  }),
  "file-not-broken": ({ path }) => ({ what: `${path} ist lesbar: nichts ist wiederherzustellen.` }),
  "backup-missing": ({ path }) => ({
    what: `Von ${path} gibt es keine Sicherung.`,
    todo: "Die Datei blieb, wie sie ist. Bitte reparieren oder den Ordner wegbewegen.",
  }),
  "file-failed": ({ path, detail }) => ({ what: `${path}: ${detail}` }),
  "file-locked": ({ path, by }) => ({
    what: `${path} wird gerade von ${by} geändert.`,
    todo: "Bitte gleich noch einmal versuchen.",
  }),
  "path-too-long": ({ path, most }) => ({
    what: `${path} ist zu lang für einen Socket (höchstens ${most} Bytes).`,
    todo: "XDG_RUNTIME_DIR auf einen kürzeren Pfad setzen.",
  }),
  "runtime-folder-unsafe": ({ path, detail }) => ({
    what: `${path} kann keine Sockets sicher aufnehmen: ${detail}.`,
    todo: "XDG_RUNTIME_DIR auf einen eigenen Ordner mit Modus 0700 setzen.",
  }),
  cancelled: () => ({ what: "Abgebrochen." }),
  internal: ({ detail }) => ({ what: `Das ist ein eigener Fehler von Virtray: ${detail}` }),
};

export const de: Words = {
  app: appWordsFor("de"),
  devices,
  forwards,
  hardware,
  net,
  errors,
  path,
  ui,
  repairs,
  root,
  doctor,
};
