import { commands } from "../../commands.ts";
import type { ErrorWords } from "../../sentence.ts";
import { reportIt, seeHealth } from "../support.ts";

const hidden = {
  "name-server": "ein Nameserver, den dieser Computer verwendet",
  gateway: "ein Gateway dieses Computers",
  peer: "die Gegenstelle einer Verbindung dieses Computers",
} as const;

/** Returns the advice to choose another subnet, on a terminal with the command. */
const otherSubnet = (proposal: string) => ({
  todo: `Ein anderes Subnetz für das LAN wählen; ${proposal} ist frei.`,
  typed: `Ein anderes Subnetz für das LAN wählen; ${proposal} ist frei${proposal.includes("/") ? `: virtray lan set --subnet ${proposal}` : "."}`,
});

/** The sentences of errors about the LAN and its switch, in German. */
export const lanErrors = {
  "machine-without-lan": ({ name }) => ({
    what: `Das LAN ist aus, „${name}“ läuft also ohne Netz.`,
    todo: "Das LAN einschalten: Laufende Maschinen werden sofort verbunden.",
  }),
  "capture-busy": ({ name }) => ({
    what: `Ein anderes Programm schneidet die Pakete von „${name}“ schon mit.`,
    todo: "Den anderen Mitschnitt zuerst beenden, mit Strg-C in seinem Terminal.",
  }),
  "weather-failed": ({ name }) => ({
    what: `Das Wetter am Kabel von „${name}“ ist nicht gestartet, das Kabel ist also wie zuvor oder gezogen.`,
    todo: `Noch einmal versuchen oder das Wetter entfernen: virtray weather ${name} --off`,
  }),
  "weather-invalid": () => ({
    what: "Dieses Wetter kann das Kabel nicht haben.",
    todo: "Verzögerung und Schwankung können bis 60s betragen, die Schwankung höchstens so viel wie die Verzögerung, die Rate 8k bis 10G.",
  }),
  "airlock-entry-invalid": ({ text }) => ({
    what: `„${text}“ ist kein Ziel für eine Schleuse.`,
    todo: "Einen Namen oder eine IPv4-Adresse nennen, bei Bedarf mit Ports: pypi.org, github.com:443, 10.0.0.0/8:22+8000-8100",
  }),
  "airlock-too-long": ({ most }) => ({
    what: "Die Liste der Schleuse ist zu lang.",
    todo: `Höchstens ${most} Ziele nennen: Ein Name gilt auch für alle Namen unter ihm.`,
  }),
  "airlock-absent": ({ name }) => ({
    what: `„${name}“ hat keine Schleuse und erreicht alles, wohin der Uplink führt.`,
    todo: `Eine Schleuse einrichten: virtray uplink set auto --machine ${name} --only pypi.org`,
  }),
  "airlock-not-held": ({ name }) => ({
    what: `Das LAN hält die Schleuse von „${name}“ nicht ein, deshalb wurde „${name}“ nicht gestartet: Die Pakete gingen sonst über den Uplink hinaus.`,
    todo: "Das LAN aus- und wieder einschalten, dann die Maschine neu starten.",
  }),
  "partition-same": ({ name }) => ({
    what: `„${name}“ steht auf beiden Seiten und kann nicht von sich selbst getrennt werden.`,
    todo: "Jede Maschine nur auf einer Seite nennen.",
  }),
  "lan-share-group": ({ group }) => ({
    what: `Das LAN kann nicht mit der Gruppe ${group} geteilt werden: Ihr Benutzerkonto gehört nicht dazu.`,
    todo: `Der Gruppe beitreten (als root: usermod -aG ${group} BENUTZER) und neu anmelden oder das Teilen in den Einstellungen ausschalten.`,
  }),
  "on-lan-failed": ({ detail }) => ({
    what: `Das Programm lief nicht, denn sein Platz im LAN ließ sich nicht einrichten: ${detail}`,
    ...seeHealth,
  }),
  "own-network-failed": ({ detail }) => ({
    what: `Das LAN ohne Passwort konnte nicht entstehen: ${detail}`,
    ...seeHealth,
  }),
  "lan-small-open": () => ({
    what: "Ohne Passwort lassen sich Maschinen nicht von den Diensten dieses Computers fernhalten, wie es eingestellt ist.",
    todo: `Das ganze LAN einschalten (${commands.lanUp}) oder Maschinen diesen Computer erreichen lassen.`,
    command: commands.lanUp,
  }),
  "lan-small": () => ({
    what: "Das LAN ist ohne Passwort an: Sein Uplink ist nur das eigene Routing dieses Computers, und dieser erreicht Maschinen nicht unter ihren Adressen.",
    todo: `Sie durch eine Portweiterleitung oder als Mitglied des LANs erreichen (virtray on-lan) oder das ganze LAN einschalten: ${commands.lanUp}`,
    command: commands.lanUp,
  }),
  "user-namespaces-off": () => ({
    what: "Auf diesem Computer dürfen gewöhnliche Benutzer kein eigenes Netz anlegen (User-Namespaces).",
    todo: "Das als root erlauben: sysctl kernel.unprivileged_userns_clone=1, unter Ubuntu sysctl kernel.apparmor_restrict_unprivileged_userns=0",
  }),
  "lan-must-be-off": () => ({
    what: "Die Schnittstelle des LANs kann nicht umbenannt werden, während das LAN an ist.",
    todo: "Das LAN ausschalten, den Namen ändern und das LAN wieder einschalten.",
  }),
  "lan-off": () => ({
    what: "Das LAN ist aus.",
    todo: `Das LAN einschalten: ${commands.lanUp}`,
    command: commands.lanUp,
  }),
  "lan-overlap": ({ subnet, other, interface: name, proposal }) => ({
    what: `Das Subnetz ${subnet} des LANs überschneidet sich mit ${other}, das dieser Computer über ${name} erreicht.`,
    ...otherSubnet(proposal),
  }),
  "lan-hides-host": ({ subnet, address, role, proposal }) => ({
    what: `Das Subnetz ${subnet} des LANs enthält ${address}, ${hidden[role]}; diese Adresse wäre nicht mehr erreichbar.`,
    ...otherSubnet(proposal),
  }),
  "lan-interface-renamed": ({ former, interface: name }) => ({
    what: `Die Schnittstelle des LANs heißt jetzt ${name}: Namen müssen mit vtap oder virtray beginnen, ${former} tut das nicht.`,
    todo: `In eigenen Regeln und Skripten ${former} durch ${name} ersetzen. Solange das LAN aus ist, lässt sich in den Einstellungen ein anderer Name wählen.`,
  }),
  "lan-interface-taken": ({ interface: name }) => ({
    what: `Eine Schnittstelle namens ${name} gibt es schon, und sie gehört nicht zu Virtray.`,
    todo: "Diese Schnittstelle entfernen oder einen anderen Namen für die Schnittstelle des LANs wählen.",
  }),
  "lan-elsewhere": ({ uid }) => ({
    what: `Ein anderer Benutzer dieses Computers (Nummer ${uid}) hat ein LAN eingeschaltet.`,
    todo: "Es kann nur ein LAN eingeschaltet sein: Zuerst muss dieser Benutzer seines ausschalten.",
  }),
  "lan-forward-blocked": ({ table, chain, commands: allow }) => ({
    what: `Eine andere Firewall (Kette ${chain} in Tabelle ${table}) verwirft den Verkehr des LANs, darum erreichen Maschinen nichts außerhalb dieses Computers.`,
    todo: `Das LAN dort erlauben: ${allow}`,
  }),
  "lan-names-failed": ({ detail }) => ({
    what: `Namen und Adressen werden im LAN nicht vergeben: ${detail}.`,
    todo: "Maschinen mit fester Adresse im Gast sind trotzdem erreichbar. Für einen neuen Versuch das LAN aus- und einschalten.",
  }),
  "lan-port-taken": ({ port, by, interface: name }) =>
    port === 53
      ? {
          what: `${by} beantwortet DNS auf allen Schnittstellen, darum haben Maschinen im LAN keine Namen.`,
          todo: `${by} so einstellen, dass es nur seine eigenen Adressen verwendet und nicht ${name}. Adressen werden trotzdem vergeben.`,
        }
      : {
          what: `${by} verwendet den Port von DHCP, darum bekommen Maschinen vom LAN keine Adresse.`,
          todo: `${by} so einstellen, dass es ${name} nicht verwendet. Namen werden trotzdem vergeben, und Maschinen mit fester Adresse im Gast sind erreichbar.`,
        },
  "lan-step-failed": ({ step, detail }) => ({
    what: `Das LAN ließ sich nicht ändern: ${step} ist fehlgeschlagen: ${detail}.`,
    ...seeHealth,
  }),
  "lan-tun-denied": ({ detail }) => ({
    what: `Der Switch konnte das TAP-Gerät des LANs nicht öffnen: ${detail}.`,
    todo: "Ihr Benutzerkonto braucht Zugriff auf /dev/net/tun (Modus 0666, wie udev ihn setzt).",
  }),
  "switch-failed": ({ detail }) => ({
    what: `Der virtuelle Switch ist nicht gestartet: ${detail}.`,
    ...reportIt,
  }),
  "switch-foreign": ({ path }) => ({
    what: `Ein anderes Programm verwendet ${path}.`,
    todo: "Dieses Programm beenden oder die Datei entfernen, wenn kein Programm sie verwendet.",
  }),
  "switch-gone": ({ interface: name }) => ({
    what: `Der virtuelle Switch hinter ${name} wurde beendet, darum erreichen Maschinen nichts.`,
    todo: "Das LAN noch einmal einschalten: Laufende Maschinen werden sofort verbunden.",
  }),
} satisfies Partial<ErrorWords>;
