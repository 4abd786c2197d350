import type { uplink as english, uplinkLines as englishLines } from "../en/uplink.ts";
import type { ErrorWords } from "../sentence.ts";

/** The sentences of errors about uplinks and known networks, in German. */
export const uplinkErrors = {
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
} satisfies Partial<ErrorWords>;

/** The uplink in popover, dashboard and tray, in German. */
export const uplink: typeof english = {
  title: "Uplink",
  automatic: "Automatisch",
  now: (name) => `jetzt ${name}`,
  nowhere: "zurzeit kein Weg hinaus",
  none: "Keiner",
  asLan: "Wie das LAN",
  own: (name) => `eigener Uplink: ${name}`,
  undo: "Rückgängig",
  undoFor: (seconds) => `${seconds} s`,
  order: "Reihenfolge",
  orderHint: "Namen von Schnittstellen, mit Komma dazwischen. Die erste, die geht, wird benutzt.",
  orderUse: "Diese Reihenfolge benutzen",
  inOrder: (names) => `Der erste von ${names}`,
  noneDetail: "nur Host und Maschinen",
  gone: "nicht eingesteckt",
  connected: "verbunden",
  past: (vpn) => `vorbei an ${vpn}`,
  noCable: "kein Kabel",
  obstacle: {
    down: "ausgeschaltet",
    "no-carrier": "nicht verbunden",
    "no-address": "noch keine Adresse",
    "no-gateway": "kein Gateway",
  },
  kind: {
    ethernet: "Ethernet",
    wifi: "WLAN",
    usb: "USB-Tethering",
    modem: "Mobilfunkmodem",
    vpn: "VPN",
    other: "andere Schnittstelle",
  },
};

/** The uplink in the lines of the command, in German. */
export const uplinkLines: typeof englishLines = {
  automatic: "Uplink: automatisch",
  none: "Uplink: keiner",
  pinned: (name) => `Uplink: ${name}`,
  preferred: (names) => `Uplink: der erste von ${names}, der geht`,
  asLan: "Uplink: wie das LAN",
  active: (name) => `geht gerade über ${name} hinaus`,
  nothing: "gerade geht nichts hinaus",
  lanOff: "gerade geht nichts hinaus: das LAN ist aus",
};
