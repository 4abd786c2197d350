import { commands } from "../../commands.ts";
import type { ErrorWords } from "../../sentence.ts";

const hidden = {
  "name-server": "ein Nameserver, den dieser Computer fragt",
  gateway: "ein Gateway dieses Computers",
  peer: "die Gegenstelle einer Verbindung dieses Computers",
} as const;

/** The sentences of errors about the LAN and its switch, in German. */
export const lanErrors = {
  "machine-without-lan": ({ name }) => ({
    what: `Das LAN ist aus, „${name}“ läuft also ohne Netz.`,
    todo: "LAN einschalten: Laufende Maschinen werden sofort verbunden.",
  }),
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
} satisfies Partial<ErrorWords>;
