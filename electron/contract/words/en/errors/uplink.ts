import type { ErrorWords } from "../../sentence.ts";

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
