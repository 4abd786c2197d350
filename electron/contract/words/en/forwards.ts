import { knownPublisher } from "../../lan/publisher.ts";
import type { ErrorWords } from "../sentence.ts";

const port = (number: number, protocol: "tcp" | "udp") =>
  protocol === "tcp" ? `Port ${number}` : `UDP port ${number}`;

const publisherOf = (chain: string) => knownPublisher(chain) ?? "another program";

/** The sentences about port forwards, in English. */
export const forwardErrors = {
  "forward-invalid": ({ text }) => ({
    what: `“${text}” is no port forward.`,
    todo: "Give the port here and the one in the machine, from 1 to 65535: 8080:80 or 5353:53/udp",
  }),
  "forward-taken": ({ protocol, port: number, by }) => ({
    what: `${port(number, protocol)} of this computer leads to “${by}” already.`,
    todo: "Choose another port, or take that forward back first.",
  }),
  "forward-port-taken": ({ protocol, port: number, by }) => ({
    what: `${port(number, protocol)} of this computer is in use by ${by === "?" ? "another program" : by}.`,
    todo: "Choose another port, or end that program: a forward would hide it.",
  }),
  "forward-port-published": ({ protocol, port: number, table, chain }) => ({
    what: `${port(number, protocol)} of this computer is led elsewhere by ${publisherOf(chain)}’s rules (table “${table}”, chain “${chain}”).`,
    todo: "Choose another port, or have that program give it up: its rules come first.",
  }),
  "forward-port-privileged": ({ port: number, least }) => ({
    what: `Port ${number} of this computer is kept for its own services, like all below ${least}.`,
    todo: `Choose a port from ${least}, or open it to everybody: sudo sysctl net.ipv4.ip_unprivileged_port_start=${number}`,
  }),
  "forward-unknown": ({ protocol, port: number, name }) => ({
    what: `${port(number, protocol)} of this computer does not lead to “${name}”.`,
    todo: "“virtray forward list” shows all forwards.",
  }),
  "forwards-too-many": ({ most }) => ({
    what: `A machine has ${most} forwards at most.`,
    todo: "Take one back first, or use the machine’s own address.",
  }),
} satisfies Partial<ErrorWords>;

/** Port forwards, in English. */
export const forwards = {
  columns: { machine: "MACHINE", here: "HERE", there: "LEADS TO", reach: "FOR", state: "STATE" },
  none: "No port of this computer leads to a machine. Add one: virtray forward add NAME 8080:80",
  field: "Forwards",
  title: "Port forwards",
  empty: (address: string) =>
    `No port of this computer leads here. This computer reaches the machine at ${address} anyway.`,
  leadsTo: (port: number, protocol: string) => `leads to port ${port} (${protocol})`,
  onlyHere: "for this computer alone",
  others: (places: string) =>
    places === "" ? "also for others, by the uplink" : `also for others, at ${places}`,
  lanOff: "The LAN is off. These ports are open while it is on.",
  notRunning: "The machine does not run, so nobody answers there now.",
  waiting: "The LAN does not lead there now: the machine’s address has to lie in the LAN.",
  checked: "This port is held, and leads to the machine.",
  add: "Add…",
  addTitle: "New port forward",
  addDo: "Add",
  hostPort: "Port here",
  port: "Port in the machine",
  portHint: "1 to 65535",
  portWrong: "Give a number from 1 to 65535.",
  protocol: "Protocol",
  outside: "Let others reach it, too",
  outsideHint:
    "At this computer’s address on the machine’s uplink: whoever reaches that reaches the machine.",
  remove: "Remove",
  removed: (place: string) => `${place} no longer leads here.`,
  reach: { host: "this computer", uplink: "others, too" },
  state: {
    open: "open",
    "lan-off": "LAN is off",
    refused: "refused",
    waiting: "waiting",
    "not-running": "machine does not run",
  },
};
export type ForwardsWords = typeof forwards;
