import type {
  PathFindingCode,
  PathFindings,
  PathHopId,
  PathVerdict,
} from "../../path-check/verdict.ts";
import { plural } from "../formats.ts";
import { weather } from "./lan/weather.ts";

/** A finding at a hop, and advice where no repair exists. */
export interface PathSentence {
  readonly what: string;
  readonly todo?: string;
}

const hops: Readonly<Record<PathHopId, string>> = {
  guest: "Guest",
  cable: "Cable",
  switch: "Switch",
  tap: "TAP device",
  address: "Address",
  forward: "IP forwarding",
  nat: "NAT",
  route: "Route",
  uplink: "Uplink",
  gateway: "Gateway",
  dns: "Names",
  size: "Packet size",
};

const verdicts: Readonly<Record<PathVerdict, string>> = {
  good: "OK",
  bad: "broken",
  unknown: "unknown",
  unneeded: "not needed",
};

const obstacle: Readonly<Record<PathFindings["uplink-obstacle"]["obstacle"], string>> = {
  down: "is switched off",
  "no-carrier": "has no cable or signal",
  "no-address": "has no address",
  "ipv6-only": "has IPv6 addresses only, and machines use IPv4",
  "no-gateway": "has no gateway",
};

const findings: {
  readonly [C in PathFindingCode]: (params: PathFindings[C]) => PathSentence;
} = {
  "guest-answers": ({ address }) => ({ what: `The guest’s network card answers at ${address}.` }),
  "guest-off": ({ name }) => ({ what: `“${name}” is not running.` }),
  "guest-elsewhere": ({ address, found }) => ({
    what: `The guest’s network card answers at ${found}, not at ${address}.`,
    todo: `Set the address ${address} in the guest, or change the machine’s address to ${found}.`,
  }),
  "guest-doubled": ({ address, mac }) => ({
    what: `Another network card (${mac}) answers at ${address}.`,
    todo: "Two machines have the same address: change the address of one of them.",
  }),
  "guest-silent": ({ address }) => ({
    what: `The guest is plugged in, but nothing answers at ${address}, and its network card has sent nothing.`,
    todo: `The guest may still be starting. Otherwise its network is not set up: set the address ${address} in the guest.`,
  }),
  "guest-weathered": ({ address }) => ({
    what: `Nothing answered at ${address} in time, which the weather of the cable may explain.`,
  }),
  "guest-unheard": () => ({
    what: "Not checked: fix the problem further along first.",
  }),
  "cable-tap": ({ interface: name }) => ({
    what: `Plugged into the LAN by a cable of its own (${name}).`,
  }),
  "cable-refused": ({ name, frames }) => ({
    what: `${name} sent from addresses other than its own. The LAN refused ${plural("en", frames, { one: "1 frame", other: `${frames} frames` })}.`,
    todo: "If the machine is a router or has machines of its own, choose “any address” under “Sends from”, and restart it.",
    typed: `virtray set ${name} --send-as any`,
  }),
  "cable-plugged": ({ port }) => ({ what: `Plugged into switch port ${port}.` }),
  "cable-weather": ({ name, port, weather: now, cuts }) => ({
    what: [
      `Plugged into switch port ${port}.`,
      ...(now === null
        ? []
        : [`The cable is slow or lossy, as you wished: ${weather.figures(now)}.`]),
      ...(cuts === "" ? [] : [`The cable is cut off from ${cuts}, as you wished.`]),
    ].join(" "),
    todo: `To end this: virtray weather ${name} --off, or virtray heal ${name}`,
  }),
  "cable-pulled": ({ name }) => ({ what: `The cable of “${name}” is pulled.` }),
  "cable-loose": ({ name }) => ({
    what: `The cable of “${name}” leads to a switch that no longer exists.`,
  }),
  "cable-unknown": ({ detail }) => ({ what: `QEMU does not report the cable’s state: ${detail}` }),
  "switch-works": ({ ports }) => ({
    what: plural("en", ports, {
      one: "The switch works, with 1 switch port in use.",
      other: `The switch works, with ${ports} switch ports in use.`,
    }),
  }),
  "switch-dead": () => ({ what: "The switch does not answer." }),
  "switch-without-tap": ({ interface: name }) => ({
    what: `The switch works, but is not connected to ${name}.`,
  }),
  "tap-works": ({ interface: name }) => ({ what: `${name} is up.` }),
  "tap-missing": ({ interface: name }) => ({ what: `There is no interface ${name}.` }),
  "tap-down": ({ interface: name }) => ({ what: `${name} is switched off.` }),
  "tap-no-carrier": ({ interface: name }) => ({
    what: `${name} is up, but nothing is connected to its other end.`,
  }),
  "lan-is-off": () => ({ what: "The LAN is off." }),
  "address-there": ({ address, interface: name }) => ({
    what: `This computer has the address ${address} on ${name}.`,
  }),
  "address-missing": ({ address, interface: name }) => ({
    what: `${name} does not have this computer’s address ${address}.`,
  }),
  "address-outside": ({ address, subnet }) => ({
    what: `The machine’s address ${address} is outside the LAN (${subnet}).`,
    todo: "Give the machine an address in the LAN, or choose another subnet for the LAN.",
  }),
  "address-overlap": ({ other, interface: name }) => ({
    what: `The LAN overlaps with ${other}, which this computer reaches through ${name}.`,
    todo: "Choose another subnet for the LAN.",
  }),
  "forward-passes": () => ({ what: "No firewall drops the LAN’s traffic." }),
  "airlock-holds": ({ name, only, refused }) => ({
    what:
      refused === ""
        ? `The airlock lets through what you allowed, and nothing else: ${only}.`
        : `The airlock lets through ${only}, and nothing else. Refused by the airlock: ${refused}.`,
    ...(refused === ""
      ? {}
      : { todo: `To allow a destination: virtray uplink allow ${name} DESTINATION` }),
  }),
  "airlock-over": ({ name }) => ({
    what: "The time of the airlock is over, so everything is refused by the airlock.",
    todo: `To end the airlock: virtray uplink set auto --machine ${name} --only all`,
  }),
  "forward-off": ({ interface: name }) => ({ what: `${name} does not forward packets.` }),
  "forward-blocked": ({ table, chain }) => ({
    what: `Another firewall drops the LAN’s traffic: chain ${chain} in table ${table}.`,
  }),
  "rules-unseen": ({ why }) => ({
    what:
      why === "netd-gone"
        ? "Only root can see the rules, and the root helper is not running."
        : "Only root can see the rules, and the root helper does not answer.",
  }),
  "nat-holds": () => ({ what: "Virtray’s rules are in place." }),
  "nat-missing": () => ({
    what: "Virtray’s rules are missing: the table “inet virtray” was deleted.",
  }),
  "nat-changed": () => ({ what: "Virtray’s rules were changed by another program." }),
  "route-follows": ({ interface: name }) => ({
    what: `This computer’s own routing leads through ${name}.`,
  }),
  "route-steers": ({ interface: name }) => ({ what: `Rule and route lead through ${name}.` }),
  "route-broken": ({ missing }) => ({
    what: `The route does not match the chosen uplink. Missing: ${missing}`,
  }),
  "route-overruled": ({ interface: name, found, rule }) => ({
    what: `This computer’s routing rules ${found === "" ? "refuse the packets" : `send the packets to ${found}`}, not to ${name}.${rule === "" ? "" : ` The rule of another program comes first: “${rule}”.`}`,
    todo: "Stop the program that added the rule, such as a VPN, or choose “Automatic” as the uplink.",
  }),
  "uplink-works": ({ interface: name, address }) => ({ what: `${name} is up, with ${address}.` }),
  "uplink-missing": ({ interface: name }) => ({
    what: `${name} is not present.`,
    todo: `Connect ${name}, or choose another uplink.`,
  }),
  "uplink-obstacle": ({ interface: name, obstacle: why }) => ({
    what: `${name} ${obstacle[why]}.`,
    todo: `Set up ${name}, or choose another uplink.`,
  }),
  "uplink-computer-lost": ({ interface: name }) => ({
    what: `The connection to the computer behind ${name} is lost.`,
    todo: "Check whether ssh reaches that computer, or choose another uplink.",
  }),
  "uplink-not-found": () => ({
    what: "This computer has no network connection.",
    todo: "Connect this computer to a network.",
  }),
  "isolated-by-choice": () => ({ what: "You chose to have no uplink." }),
  "gateway-answers": ({ gateway }) => ({ what: `${gateway} answers.` }),
  "gateway-far-answers": ({ gateway, interface: name }) => ({
    what: `The router on the computer behind ${name} answers (${gateway}).`,
  }),
  "gateway-dead": ({ gateway, interface: name }) => ({
    what: `${gateway} does not answer on ${name}.`,
    todo: "Check the router, or choose another uplink.",
  }),
  "gateway-unneeded": ({ interface: name }) => ({
    what: `${name} leads to a single peer and needs no gateway.`,
  }),
  "dns-answers": ({ server }) => ({ what: `The name server ${server} answers.` }),
  "dns-dead": ({ servers }) => ({
    what: `No name server answers (${servers}).`,
    todo: "Addresses work, names do not: choose another name server.",
  }),
  "dns-unknown": () => ({ what: "This computer knows no name server that guests could ask." }),
  "size-fits": ({ bytes }) => ({ what: `Packets of ${bytes} bytes get through.` }),
  "size-tap": ({ interface: name, bytes }) => ({
    what: `${name} only accepts packets of up to ${bytes} bytes; guests send 1500.`,
  }),
  "size-uplink": ({ interface: name, bytes }) => ({
    what: `Small packets get through, but packets of ${bytes} bytes are silently lost beyond ${name}.`,
    todo: `The MTU of ${name} is larger than its network allows: make it smaller, such as 1280.`,
  }),
  "size-unknown": () => ({ what: "Nothing answers that could be used to test large packets." }),
  "not-reached": () => ({ what: "Not checked: fix the problem above first." }),
};

/** The path check’s words, in English. */
export const path = {
  title: "Connection check",
  hint: "Follows the connection from the guest to the Internet, hop by hop. Needs nothing in the guest, and no password.",
  check: "Check the connection",
  checking: "Checking…",
  allWell: (name: string) => `The connection between “${name}” and the Internet works.`,
  lanWell: (name: string) => `The connection between “${name}” and this computer works.`,
  noneFound: "No problem was found, as far as could be checked.",
  culprit: (hop: string) => `The problem is here: ${hop}`,
  again: "Check again",
  cable: {
    title: "Cable",
    plugged: "Plugged into the LAN.",
    pulled: "Pulled: the guest has no network.",
    pull: "Pull the cable",
    plug: "Plug the cable in",
  },
  offer: "This fixes the problem:",
  repairs: {
    "start-machine": "Start the machine",
    "plug-cable": "Plug the cable in",
    "lan-up": "Set the LAN up again",
    "lan-renew": "Switch the LAN off and on",
    doctor: "Allow the LAN",
  },
  hops,
  verdicts,
  findings,
};
export type PathWords = typeof path;
