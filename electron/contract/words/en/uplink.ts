import type { UplinkKind, UplinkObstacle } from "../../lan/network.ts";
import { areSeveral } from "../formats.ts";
import type { ErrorWords } from "../sentence.ts";

/** The sentences of errors about uplinks and known networks, in English. */
export const uplinkErrors = {
  "uplink-unknown": ({ interface: name }) => ({
    what: `This computer has no interface “${name}”.`,
    todo: "Choose an interface that exists.",
    typed: "“virtray uplink” lists the interfaces of this computer.",
  }),
  "uplink-odd-name": ({ interface: name }) => ({
    what: `The interface “${name}” cannot be chosen as the uplink: not every rule can hold its name.`,
    todo: "Rename it by “ip link set”: letters from a to z and digits are possible everywhere.",
  }),
  "uplink-order-invalid": ({ order }) => ({
    what: order === "" ? "No interfaces are named." : `“${order}” is not a list of interfaces.`,
    todo: "Name up to eight interfaces, each once, separated by commas: eth0,wlan0",
  }),
  "uplink-is-lan": ({ interface: name }) => ({
    what: `${name} cannot be an uplink.`,
    todo: "Choose another interface.",
    typed: "“virtray uplink” lists the possible interfaces.",
  }),
  "uplink-down": ({ interface: name }) =>
    areSeveral(name)
      ? {
          what: `None of ${name} has a connection right now, so machines reach only each other and this computer.`,
          todo: "Virtray uses the first of them that is connected. You can also choose another uplink.",
        }
      : {
          what: `${name} has no connection right now, so machines reach only each other and this computer.`,
          todo: `Virtray uses ${name} again as soon as it is connected. You can also choose another uplink.`,
        },
  "uplink-computer-lost": ({ interface: name }) => ({
    what: `The connection to the computer behind ${name} is lost, so machines reach only each other and this computer.`,
    todo: "Virtray uses this uplink again as soon as that computer is reached. You can also choose another uplink.",
  }),
  "uplink-ipv6-only": ({ interface: name }) => ({
    what: `${name} ${areSeveral(name) ? "have" : "has"} IPv6 addresses only, and machines use IPv4. Machines reach only each other and this computer.`,
    todo: "Virtray uses an IPv4 address as soon as the network gives this computer one. You can also choose another uplink.",
  }),
  "uplink-overruled": ({ interface: name, found, rule }) => ({
    what: `Machines’ traffic should go out through ${name}, but this computer’s routing rules ${
      found === "" ? "refuse it" : `send it to ${found}`
    }, so machines reach only each other and this computer.${
      rule === "" ? "" : ` The rule of another program comes first: “${rule}”.`
    }`,
    todo: `Stop the program that added the rule, such as a VPN, then choose ${name} again. Or choose “Automatic”, so that machines’ traffic goes where this computer’s goes.`,
  }),
  "uplink-switched": ({ to, order }) => ({
    what: `The uplink is ${to} now, the first of ${order} that works.`,
  }),
  "uplink-past-vpn": ({ interface: name, vpn }) => ({
    what: `Machines’ traffic goes out through ${areSeveral(name) ? `the first of ${name} that works` : name} and bypasses the VPN ${vpn}.`,
    todo: `To send the traffic through the VPN, choose “Automatic” or ${vpn}.`,
  }),
  "uplink-not-kept": () => ({
    what: "The uplink was switched, but the choice could not be saved.",
    todo: "The choice applies until the LAN is switched off. Fix the other reported problem, then choose again.",
  }),
  "uplink-none-found": () => ({
    what: "This computer has no network connection right now, so machines reach only each other and this computer.",
    todo: "Virtray will use a connection as soon as there is one.",
  }),
  "uplink-of-place": ({ place, mode, interfaces }) => ({
    what: `Back at ${place}, where you chose this uplink: ${
      {
        automatic: "same as this computer",
        none: "none",
        pinned: interfaces,
        preferred: `the first of ${interfaces} that works`,
      }[mode]
    }.`,
  }),
  "place-unknown": ({ name }) => ({
    what: `No uplink is remembered for the place “${name}”.`,
    todo: "Choose a place from the list.",
    typed: "“virtray uplink places” lists the remembered places.",
  }),
} satisfies Partial<ErrorWords>;

const obstacle: Readonly<Record<UplinkObstacle, string>> = {
  down: "switched off",
  "no-carrier": "not connected",
  "no-address": "no address yet",
  "ipv6-only": "IPv6 only, machines use IPv4",
  "no-gateway": "no gateway",
  "odd-name": "has a name that rules cannot hold",
};

const kind: Readonly<Record<UplinkKind, string>> = {
  ethernet: "Ethernet",
  wifi: "Wi-Fi",
  usb: "USB tethering",
  modem: "mobile modem",
  vpn: "VPN",
  computer: "another computer",
  other: "other interface",
};

/** The uplink in popover, dashboard and tray, in English. */
export const uplink = {
  title: "Uplink",
  automatic: "Automatic",
  now: (name: string) => `now ${name}`,
  nowhere: "no uplink right now",
  none: "None",
  asLan: "Same as the LAN",
  own: (name: string) => `own uplink: ${name}`,
  undo: "Undo",
  undoFor: (seconds: number) => `${seconds} s`,
  order: "Order of preference",
  orderHint: "Names of interfaces, separated by commas. The first that works is used.",
  inOrder: (names: string) => `First of ${names}`,
  noneDetail: "within the LAN only",
  gone: "not present",
  connected: "connected",
  past: (vpn: string) => `bypasses ${vpn}`,
  noCable: "no cable",
  folded: (count: number) => `${count} more not connected`,
  obstacle,
  kind,
};

/** The uplink in the lines of the command, in English. */
export const uplinkLines = {
  automatic: "Uplink: automatic",
  none: "Uplink: none",
  pinned: (name: string) => `Uplink: ${name}`,
  preferred: (names: string) => `Uplink: the first of ${names} that works`,
  asLan: "Uplink: same as the LAN",
  active: (name: string) => `currently through ${name}`,
  nothing: "currently not connected",
  lanOff: "the LAN is off",
};
