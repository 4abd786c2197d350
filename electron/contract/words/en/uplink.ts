import type { UplinkKind, UplinkObstacle } from "../../lan/network.ts";
import type { ErrorWords } from "../sentence.ts";

/** The sentences of errors about uplinks and known networks, in English. */
export const uplinkErrors = {
  "uplink-unknown": ({ interface: name }) => ({
    what: `This computer has no interface “${name}”.`,
    todo: "“virtray uplink” lists those it has.",
  }),
  "uplink-order-invalid": ({ order }) => ({
    what: order === "" ? "No interfaces are named." : `“${order}” is no order of interfaces.`,
    todo: "Name up to eight, each once, with commas between them: eth0,wlan0",
  }),
  "uplink-is-lan": ({ interface: name }) => ({
    what: `${name} cannot be an uplink.`,
    todo: "“virtray uplink” lists the interfaces that can.",
  }),
  "uplink-down": ({ interface: name }) => ({
    what: `${name} has no connection now, so nothing leaves the LAN.`,
    todo: "It is used as soon as it is back; or choose another uplink.",
  }),
  "uplink-switched": ({ to, order }) => ({
    what: `The way out is ${to} now, the first of ${order} that works.`,
  }),
  "uplink-past-vpn": ({ interface: name, vpn }) => ({
    what: `Machines leave by ${name}, past the VPN ${vpn} that this computer uses.`,
    todo: `To go through it too, choose “Automatic” or ${vpn}.`,
  }),
  "uplink-not-kept": () => ({
    what: "The uplink is switched, but the choice could not be saved.",
    todo: "It holds until the LAN is switched off. Mend what is told beside this, then choose once more.",
  }),
  "uplink-none-found": () => ({
    what: "This computer has no way out now, so nothing leaves the LAN.",
    todo: "It is used as soon as there is one.",
  }),
  "uplink-of-place": ({ place, mode, interfaces }) => ({
    what: `Back at ${place}, where you chose this uplink: ${
      {
        automatic: "as this computer’s own routing",
        none: "none",
        pinned: interfaces,
        preferred: `the first that works of ${interfaces}`,
      }[mode]
    }.`,
  }),
  "place-unknown": ({ name }) => ({
    what: `No uplink is remembered for a place “${name}”.`,
    todo: "“virtray uplink places” lists them.",
  }),
} satisfies Partial<ErrorWords>;

const obstacle: Readonly<Record<UplinkObstacle, string>> = {
  down: "switched off",
  "no-carrier": "not connected",
  "no-address": "no address yet",
  "no-gateway": "no gateway",
};

const kind: Readonly<Record<UplinkKind, string>> = {
  ethernet: "Ethernet",
  wifi: "Wi-Fi",
  usb: "USB tethering",
  modem: "mobile modem",
  vpn: "VPN",
  other: "other interface",
};

/** The uplink in popover, dashboard and tray, in English. */
export const uplink = {
  title: "Uplink",
  automatic: "Automatic",
  now: (name: string) => `now ${name}`,
  nowhere: "no way out now",
  none: "None",
  asLan: "As the LAN",
  own: (name: string) => `own uplink: ${name}`,
  undo: "Undo",
  undoFor: (seconds: number) => `${seconds} s`,
  order: "Order of preference",
  orderHint: "Names of interfaces, with commas between them. The first that works is used.",
  orderUse: "Use this order",
  inOrder: (names: string) => `First of ${names}`,
  noneDetail: "host and machines only",
  gone: "not plugged in",
  connected: "connected",
  past: (vpn: string) => `past ${vpn}`,
  noCable: "no cable",
  obstacle,
  kind,
};

/** The uplink in the lines of the command, in English. */
export const uplinkLines = {
  automatic: "Uplink: automatic",
  none: "Uplink: none",
  pinned: (name: string) => `Uplink: ${name}`,
  preferred: (names: string) => `Uplink: the first that works of ${names}`,
  asLan: "Uplink: as the LAN",
  active: (name: string) => `leaves by ${name} now`,
  nothing: "nothing leaves now",
  lanOff: "nothing leaves now: the LAN is off",
};
