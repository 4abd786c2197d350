import type {
  PathFindingCode,
  PathFindings,
  PathHopId,
  PathVerdict,
} from "../../path-check/verdict.ts";

/** A finding at a hop, and advice where no repair exists. */
export interface PathSentence {
  readonly what: string;
  readonly todo?: string;
}

const hops: Readonly<Record<PathHopId, string>> = {
  guest: "Guest",
  cable: "Cable",
  switch: "Switch",
  tap: "Tap",
  address: "Address",
  forward: "Forwarding",
  nat: "NAT",
  route: "Route",
  uplink: "Uplink",
  gateway: "Gateway",
  dns: "Names",
  size: "Packet size",
};

const verdicts: Readonly<Record<PathVerdict, string>> = {
  good: "fine",
  bad: "broken",
  unknown: "cannot tell",
  unneeded: "not needed",
};

const obstacle: Readonly<Record<PathFindings["uplink-obstacle"]["obstacle"], string>> = {
  down: "is switched off",
  "no-carrier": "has no cable or signal",
  "no-address": "has no address",
  "no-gateway": "has no gateway",
};

const findings: {
  readonly [C in PathFindingCode]: (params: PathFindings[C]) => PathSentence;
} = {
  "guest-answers": ({ address }) => ({ what: `Its card answers at ${address}.` }),
  "guest-off": ({ name }) => ({ what: `“${name}” does not run.` }),
  "guest-elsewhere": ({ address, found }) => ({
    what: `Its card answers at ${found}, not at ${address}.`,
    todo: `Set the address ${address} in the guest, or change the machine’s address to ${found}.`,
  }),
  "guest-doubled": ({ address, mac }) => ({
    what: `Another card (${mac}) answers at ${address}.`,
    todo: "Two machines have the same address: change it in one of them.",
  }),
  "guest-silent": ({ address }) => ({
    what: `It is plugged in, but nothing answers at ${address}, and nothing was heard of its card.`,
    todo: `It may still be starting. Otherwise its network is not set up: give it the address ${address}.`,
  }),
  "guest-unheard": () => ({
    what: "It cannot be heard before what is broken behind it is mended.",
  }),
  "cable-plugged": ({ port }) => ({ what: `Plugged into port ${port} of the switch.` }),
  "cable-pulled": ({ name }) => ({ what: `The cable of “${name}” is pulled.` }),
  "cable-loose": ({ name }) => ({
    what: `QEMU’s cable of “${name}” leads to a switch that is no more.`,
  }),
  "cable-unknown": ({ detail }) => ({ what: `QEMU does not tell: ${detail}` }),
  "switch-works": ({ ports }) => ({ what: `It works, with ${ports} ports in use.` }),
  "switch-dead": () => ({ what: "The switch does not answer." }),
  "switch-without-tap": ({ interface: name }) => ({
    what: `The switch works, but does not have ${name}.`,
  }),
  "tap-works": ({ interface: name }) => ({ what: `${name} is up.` }),
  "tap-missing": ({ interface: name }) => ({ what: `There is no interface ${name}.` }),
  "tap-down": ({ interface: name }) => ({ what: `${name} is switched off.` }),
  "tap-no-carrier": ({ interface: name }) => ({
    what: `${name} is up, but nobody is plugged in at its other end.`,
  }),
  "lan-is-off": () => ({ what: "The LAN is off." }),
  "address-there": ({ address, interface: name }) => ({
    what: `The host is ${address} on ${name}.`,
  }),
  "address-missing": ({ address, interface: name }) => ({
    what: `${name} does not have the host’s address ${address}.`,
  }),
  "address-outside": ({ address, subnet }) => ({
    what: `The machine’s address ${address} lies outside the LAN (${subnet}).`,
    todo: "Give the machine an address of the LAN, or choose the LAN’s subnet anew.",
  }),
  "address-overlap": ({ other, interface: name }) => ({
    what: `The LAN overlaps with ${other}, which this computer reaches by ${name}.`,
    todo: "Choose another subnet for the LAN.",
  }),
  "forward-passes": () => ({ what: "No firewall drops what the LAN sends." }),
  "forward-off": ({ interface: name }) => ({ what: `${name} does not forward packets.` }),
  "forward-blocked": ({ table, chain }) => ({
    what: `Another firewall drops it: the chain ${chain} in the table ${table}.`,
  }),
  "rules-unseen": ({ why }) => ({
    what:
      why === "netd-gone"
        ? "Only root sees the rules, and root’s part of Virtray does not run."
        : "Only root sees the rules, and root’s part of Virtray does not answer.",
  }),
  "nat-holds": () => ({ what: "Virtray’s rules hold." }),
  "nat-missing": () => ({
    what: "Virtray’s rules are gone: the table “inet virtray” was deleted.",
  }),
  "nat-changed": () => ({ what: "Virtray’s rules were changed by somebody else." }),
  "route-follows": ({ interface: name }) => ({
    what: `The host’s own routing leads out by ${name}.`,
  }),
  "route-steers": ({ interface: name }) => ({ what: `Rule and route lead out by ${name}.` }),
  "route-broken": ({ missing }) => ({ what: `The way is not as chosen. Missing: ${missing}` }),
  "uplink-works": ({ interface: name, address }) => ({ what: `${name} is up, with ${address}.` }),
  "uplink-missing": ({ interface: name }) => ({
    what: `${name} is not plugged in.`,
    todo: "Plug it in, or choose another uplink.",
  }),
  "uplink-obstacle": ({ interface: name, obstacle: why }) => ({
    what: `${name} ${obstacle[why]}.`,
    todo: "Set it up, or choose another uplink.",
  }),
  "uplink-not-found": () => ({
    what: "This computer has no way out.",
    todo: "Connect it to a network.",
  }),
  "isolated-by-choice": () => ({ what: "The uplink is none by choice." }),
  "gateway-answers": ({ gateway }) => ({ what: `${gateway} answers.` }),
  "gateway-dead": ({ gateway, interface: name }) => ({
    what: `${gateway} does not answer on ${name}.`,
    todo: "Look after the router, or choose another uplink.",
  }),
  "gateway-unneeded": ({ interface: name }) => ({
    what: `${name} leads to one peer and needs none.`,
  }),
  "dns-answers": ({ server }) => ({ what: `The name server ${server} answers.` }),
  "dns-dead": ({ servers }) => ({
    what: `No name server answers (${servers}).`,
    todo: "Addresses work, names do not: choose another name server.",
  }),
  "dns-unknown": () => ({ what: "This computer knows no name server that guests could ask." }),
  "size-fits": ({ bytes }) => ({ what: `Packets of ${bytes} bytes get through.` }),
  "size-tap": ({ interface: name, bytes }) => ({
    what: `${name} takes packets of ${bytes} bytes only; guests send 1500.`,
  }),
  "size-uplink": ({ interface: name, bytes }) => ({
    what: `Small packets get through, but those of ${bytes} bytes are lost without a word behind ${name}.`,
    todo: `The MTU of ${name} is larger than its network carries: make it smaller, such as 1280.`,
  }),
  "size-unknown": () => ({ what: "Nothing answers that large packets could be tried with." }),
  "not-reached": () => ({ what: "It cannot be looked at before what is broken is mended." }),
};

/** The path check’s words, in English. */
export const path = {
  title: "Path check",
  hint: "From the guest to the names of the Internet, hop by hop. It needs nothing in the guest, and no password.",
  check: "Check the path",
  checking: "Checking…",
  allWell: (name: string) => `All is well between “${name}” and the Internet.`,
  lanWell: (name: string) => `All is well between “${name}” and this computer.`,
  noneFound: "Nothing is broken as far as can be told.",
  culprit: (hop: string) => `It breaks at: ${hop}`,
  again: "Check again",
  cable: {
    title: "Cable",
    plugged: "Plugged into the LAN.",
    pulled: "Pulled: the guest is on no network.",
    pull: "Pull the cable",
    plug: "Plug it in",
  },
  offer: "This mends it:",
  repairs: {
    "start-machine": "Start the machine",
    "plug-cable": "Plug the cable in",
    "lan-up": "Set the LAN up again",
    "lan-renew": "Switch the LAN off and on",
    doctor: "Let the LAN pass",
  },
  hops,
  verdicts,
  findings,
};
export type PathWords = typeof path;
