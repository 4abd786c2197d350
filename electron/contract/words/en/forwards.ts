import { knownPublisher } from "../../lan/publisher.ts";
import { plural } from "../formats.ts";
import type { ErrorWords } from "../sentence.ts";

const port = (number: number, protocol: "tcp" | "udp") =>
  protocol === "tcp" ? `Port ${number}` : `UDP port ${number}`;

const publisherOf = (chain: string) => knownPublisher(chain) ?? "another program";

/** The sentences about port forwards, in English. */
export const forwardErrors = {
  "forward-port-invalid": ({ text }) => ({
    what: `“${text}” is not a port of this computer.`,
    todo: "Give a number from 1 to 65535, and the protocol if it is not TCP: 8080 or 5353/udp",
  }),
  "forward-invalid": ({ text }) => ({
    what: `“${text}” is not a port forward.`,
    todo: "Give the port of this computer and the port in the machine, from 1 to 65535: 8080:80 or 5353:53/udp",
  }),
  "forward-taken": ({ protocol, port: number, by }) => ({
    what: `${port(number, protocol)} of this computer leads to “${by}” already.`,
    todo: "Choose another port, or remove that port forward first.",
  }),
  "forward-port-taken": ({ protocol, port: number, by }) => ({
    what: `${port(number, protocol)} of this computer is in use by ${by === "?" ? "another program" : by}.`,
    todo: "Choose another port, or end that program: a port forward would take its place.",
  }),
  "forward-port-published": ({ protocol, port: number, table, chain }) => ({
    what: `${port(number, protocol)} of this computer is already forwarded by rules of ${publisherOf(chain)} (table “${table}”, chain “${chain}”).`,
    todo: "Choose another port, or free this port in that program: its rules come first.",
  }),
  "forward-port-privileged": ({ port: number, least }) => ({
    what: `Port ${number} of this computer is reserved for system services, like all ports below ${least}.`,
    todo: `Choose a port from ${least} up, or let every program on this computer use all ports from ${number} up: sudo sysctl net.ipv4.ip_unprivileged_port_start=${number}`,
  }),
  "forward-unknown": ({ protocol, port: number, name }) => ({
    what: `${port(number, protocol)} of this computer does not lead to “${name}”.`,
    todo: "Choose one of the machine’s port forwards.",
    typed: "“virtray forward list” shows all port forwards.",
  }),
  "forwards-too-many": ({ most }) => ({
    what: `A machine can have at most ${plural("en", most, { one: "1 port forward", other: `${most} port forwards` })}.`,
    todo: "Remove a port forward first, or use the machine’s own address.",
  }),
  "ports-unknown": ({ name }) => ({
    what: `“${name}” does not tell which ports programs listen on: neither a guest agent nor an SSH login answers.`,
    todo: "Wait until the guest has booted, or install “qemu-guest-agent” in the guest.",
  }),
} satisfies Partial<ErrorWords>;

/** Port forwards, in English. */
export const forwards = {
  columns: { machine: "MACHINE", here: "HERE", there: "LEADS TO", reach: "FOR", state: "STATE" },
  none: "No port of this computer leads to a machine. Add one: virtray forward add NAME 8080:80",
  field: "Port forwards",
  title: "Port forwards",
  empty: (address: string) =>
    `No port of this computer leads here. This computer reaches the machine at ${address} anyway.`,
  onlyHere: "for this computer only",
  others: (places: string) =>
    places === ""
      ? "also for other computers, through the uplink"
      : `also for other computers, at ${places}`,
  lanOff: "The LAN is off. Port forwards work while the LAN is on.",
  notRunning: "The machine is not running, so nothing answers at this port.",
  waiting: "This port forward does not work yet: the machine’s address must be in the LAN.",
  checked: "This port is reserved for the machine and leads to it.",
  add: "Add…",
  addTitle: "New port forward",
  addDo: "Add",
  hostPort: "Port of this computer",
  port: "Port in the machine",
  portHint: "1 to 65535",
  portWrong: "Give a number from 1 to 65535.",
  protocol: "Protocol",
  outside: "Allow other computers, too",
  outsideHint:
    "At this computer’s address on the machine’s uplink: anyone who can reach that address can reach the machine.",
  remove: "Remove",
  removed: (place: string) => `${place} no longer leads here.`,
  reach: { host: "this computer", uplink: "other computers, too" },
  state: {
    open: "open",
    "lan-off": "LAN is off",
    refused: "refused",
    waiting: "waiting",
    "not-running": "machine is not running",
  },
};
export type ForwardsWords = typeof forwards;
