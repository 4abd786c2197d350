import type { uplink as english, uplinkLines as englishLines } from "../en/uplink.ts";
import { areSeveral, plural } from "../formats.ts";
import type { ErrorWords } from "../sentence.ts";

/** The sentences of errors about uplinks and known networks, in German. */
export const uplinkErrors = {
  "uplink-unknown": ({ interface: name }) => ({
    what: `Dieser Computer hat keine Schnittstelle „${name}“.`,
    todo: "Eine vorhandene Schnittstelle wählen.",
    typed: "„virtray uplink“ zeigt die Schnittstellen dieses Computers.",
  }),
  "uplink-odd-name": ({ interface: name }) => ({
    what: `Die Schnittstelle „${name}“ lässt sich nicht als Uplink wählen: Nicht jede Regel kann diesen Namen enthalten.`,
    todo: "Sie mit „ip link set“ umbenennen: Die Buchstaben a bis z und Ziffern sind überall möglich.",
  }),
  "uplink-order-invalid": ({ order }) => ({
    what:
      order === ""
        ? "Es sind keine Schnittstellen angegeben."
        : `„${order}“ ist keine Liste von Schnittstellen.`,
    todo: "Bis zu acht Schnittstellen angeben, jede einmal, mit Kommas dazwischen: eth0,wlan0",
  }),
  "uplink-is-lan": ({ interface: name }) => ({
    what: `${name} kann kein Uplink sein.`,
    todo: "Eine andere Schnittstelle wählen.",
    typed: "„virtray uplink“ zeigt die möglichen Schnittstellen.",
  }),
  "uplink-down": ({ interface: name }) =>
    areSeveral(name)
      ? {
          what: `Keine der Schnittstellen ${name} hat gerade eine Verbindung, darum erreichen Maschinen nur einander und diesen Computer.`,
          todo: "Virtray verwendet die erste, die wieder verbunden ist. Auch ein anderer Uplink lässt sich wählen.",
        }
      : {
          what: `${name} hat gerade keine Verbindung, darum erreichen Maschinen nur einander und diesen Computer.`,
          todo: `Sobald ${name} wieder verbunden ist, verwendet Virtray diese Schnittstelle. Auch ein anderer Uplink lässt sich wählen.`,
        },
  "uplink-computer-lost": ({ interface: name }) => ({
    what: `Die Verbindung zum Computer hinter ${name} ist unterbrochen, darum erreichen Maschinen nur einander und diesen Computer.`,
    todo: "Sobald der Computer erreichbar ist, verwendet Virtray diesen Uplink wieder. Auch ein anderer Uplink lässt sich wählen.",
  }),
  "uplink-ipv6-only": ({ interface: name }) => ({
    what: `${name} ${areSeveral(name) ? "haben" : "hat"} nur IPv6-Adressen, und Maschinen verwenden IPv4. Maschinen erreichen nur einander und diesen Computer.`,
    todo: "Sobald das Netz diesem Computer eine IPv4-Adresse gibt, verwendet Virtray sie. Auch ein anderer Uplink lässt sich wählen.",
  }),
  "uplink-overruled": ({ interface: name, found, rule }) => ({
    what: `Der Verkehr der Maschinen soll über ${name} laufen, aber die Routing-Regeln dieses Computers ${
      found === "" ? "weisen ihn ab" : `leiten ihn zu ${found}`
    }, darum erreichen Maschinen nur einander und diesen Computer.${
      rule === "" ? "" : ` Die Regel eines anderen Programms kommt zuerst: „${rule}“.`
    }`,
    todo: `Das Programm beenden, das die Regel hinzugefügt hat, etwa ein VPN, dann ${name} noch einmal wählen. Oder „Automatisch“ wählen, dann läuft der Verkehr der Maschinen dort, wo der dieses Computers läuft.`,
  }),
  "uplink-switched": ({ to, order }) => ({
    what: `Der Uplink ist jetzt ${to}, der erste von ${order}, der funktioniert.`,
  }),
  "uplink-past-vpn": ({ interface: name, vpn }) => ({
    what: `Der Verkehr der Maschinen läuft über ${areSeveral(name) ? `die erste von ${name}, die funktioniert,` : name} am VPN ${vpn} vorbei.`,
    todo: `Soll der Verkehr auch durch das VPN laufen, „Automatisch“ oder ${vpn} wählen.`,
  }),
  "uplink-not-kept": () => ({
    what: "Der Uplink wurde gewechselt, aber die Auswahl ließ sich nicht speichern.",
    todo: "Die Auswahl gilt, bis das LAN ausgeschaltet wird. Das andere gemeldete Problem beheben, dann noch einmal wählen.",
  }),
  "uplink-none-found": () => ({
    what: "Dieser Computer hat gerade keine Netzwerkverbindung, darum erreichen Maschinen nur einander und diesen Computer.",
    todo: "Sobald es eine Verbindung gibt, verwendet Virtray sie.",
  }),
  "uplink-of-place": ({ place, mode, interfaces }) => ({
    what: `Zurück bei ${place}, wo dieser Uplink gewählt wurde: ${
      {
        automatic: "wie dieser Computer",
        none: "keiner",
        pinned: interfaces,
        preferred: `der erste von ${interfaces}, der funktioniert`,
      }[mode]
    }.`,
  }),
  "place-unknown": ({ name }) => ({
    what: `Für den Ort „${name}“ ist kein Uplink gemerkt.`,
    todo: "Einen Ort aus der Liste wählen.",
    typed: "„virtray uplink places“ zeigt die gemerkten Orte.",
  }),
} satisfies Partial<ErrorWords>;

/** The uplink in popover, dashboard and tray, in German. */
export const uplink: typeof english = {
  title: "Uplink",
  automatic: "Automatisch",
  now: (name) => `jetzt ${name}`,
  nowhere: "zurzeit kein Uplink",
  none: "Keiner",
  asLan: "Wie das LAN",
  own: (name) => `eigener Uplink: ${name}`,
  undo: "Rückgängig",
  undoFor: (seconds) => `${seconds} s`,
  order: "Reihenfolge",
  orderHint:
    "Namen von Schnittstellen, mit Kommas dazwischen. Die erste, die funktioniert, wird verwendet.",
  inOrder: (names) => `Der erste von ${names}`,
  noneDetail: "nur im LAN",
  gone: "nicht vorhanden",
  connected: "verbunden",
  past: (vpn) => `umgeht ${vpn}`,
  noCable: "kein Kabel",
  folded: (count) =>
    plural("de", count, {
      one: "1 weiterer nicht verbunden",
      other: `${count} weitere nicht verbunden`,
    }),
  obstacle: {
    down: "ausgeschaltet",
    "no-carrier": "nicht verbunden",
    "no-address": "noch keine Adresse",
    "ipv6-only": "nur IPv6, Maschinen verwenden IPv4",
    "no-gateway": "kein Gateway",
    "odd-name": "Name in Regeln nicht möglich",
  },
  kind: {
    ethernet: "Ethernet",
    wifi: "WLAN",
    usb: "USB-Tethering",
    modem: "Mobilfunkmodem",
    vpn: "VPN",
    computer: "anderer Computer",
    other: "andere Schnittstelle",
  },
};

/** The uplink in the lines of the command, in German. */
export const uplinkLines: typeof englishLines = {
  automatic: "Uplink: automatisch",
  none: "Uplink: keiner",
  pinned: (name) => `Uplink: ${name}`,
  preferred: (names) => `Uplink: der erste von ${names}, der funktioniert`,
  asLan: "Uplink: wie das LAN",
  active: (name) => `zurzeit über ${name}`,
  nothing: "zurzeit nicht verbunden",
  lanOff: "das LAN ist aus",
};
