import type { HostAccess } from "../../contract/lan/network.ts";
import { followsHost, isShut, pinnedTo } from "../../contract/uplink/choice.ts";
import { formatSubnet } from "../base/ip-address.ts";
import type { SettledChoice } from "../uplink/choice.ts";
import { type Entrance, entranceChain } from "./entrance-rules.ts";
import { type ForwardWay, forwardChains } from "./forward-rules.ts";
import type { OwnResolver } from "./own-resolvers.ts";

/** The nftables table that holds all rules of the LAN, in the family `inet`. */
export const nftTable = "virtray";

/** A machine whose way out differs from the LAN's. */
interface MachineWay extends Way {
  readonly address: string;
}

/** The way out of the LAN or of one machine. */
interface Way {
  readonly uplink: SettledChoice;
  /** Nothing can leave now: the choice is none, or the chosen uplink is lost. */
  readonly closed: boolean;
}

/** All that the rules depend on. */
export interface RulesetInput extends Way, Entrance {
  readonly hostAccess: HostAccess;
  readonly machines: readonly MachineWay[];
  /** The host's own addresses on the interfaces that packets may leave by. */
  readonly sources: readonly { readonly interface: string; readonly address: string }[];
  /**
   * Interfaces that forward packets only because we switched it on for the LAN's answers:
   * nothing else that comes in there may pass, or the host would be a router between its
   * uplinks.
   */
  readonly guarded: readonly string[];
  readonly forwards: readonly ForwardWay[];
  readonly resolvers: readonly Pick<OwnResolver, "port" | "addresses">[];
}

/** Has machines with ways of their own ask the name server that goes by theirs, and no other. */
function resolverChain({ lan, host, resolvers }: RulesetInput): readonly string[] {
  if (resolvers.length === 0) return [];
  return [
    "  chain resolvers {",
    "    type nat hook prerouting priority dstnat; policy accept;",
    ...resolvers.flatMap(({ port, addresses }) =>
      addresses.flatMap((address) =>
        ["udp", "tcp"].map(
          (protocol) =>
            `    iifname "${lan}" ip saddr ${address} ip daddr ${host} ${protocol} dport 53 redirect to :${port}`,
        ),
      ),
    ),
    "  }",
  ];
}

/**
 * Where names are asked for by asking everybody: NetBIOS (RFC 1002), mDNS (RFC 6762), LLMNR (RFC
 * 4795). Machines may ask, but what they answer unasked (the first bit behind the number) is not heard:
 * one could take the name of a server of another network's.
 */
const nameServices = [137, 5353, 5355];

const refuse = "counter reject with icmpx admin-prohibited";
/** New connections are refused by a reset: unlike ICMP, the kernel sends it however many there are. */
const refuseConnection = "tcp flags syn / fin,syn,rst,ack counter reject with tcp reset";

/** Ends a connection, whatever the segment; a reset itself is not answered. */
const reset = "meta l4proto tcp counter reject with tcp reset";

/** Each way but into the LAN and to the host itself. */
const outward = (lan: string) => `oifname != "${lan}" oifname != "lo"`;

/** The matches of interfaces that packets must not leave by. */
function forbidden(choice: SettledChoice, lan: string): readonly string[] {
  if (followsHost(choice)) return [`oifname "${lan}" `, `oifname "lo" `];
  const pinned = pinnedTo(choice);
  return [pinned === null ? "" : `oifname != "${pinned}" `];
}

/** The match of interfaces by which packets may leave; null: by none. */
function allowed(choice: SettledChoice, lan: string): string | null {
  if (followsHost(choice)) return outward(lan);
  const pinned = pinnedTo(choice);
  return pinned === null ? null : `oifname "${pinned}"`;
}

/**
 * The whole ruleset as text for `nft -f -`, which applies it in one transaction: at no moment
 * is there a gap between the old rules and the new ones.
 *
 * What must never fail for a moment does without sets, also anonymous ones: to a packet that is
 * under way in the old rules when the new ones come, the old sets are empty.
 *
 * An accept here is not final: another table may still drop. A drop or reject here is.
 */
export function renderRuleset(input: RulesetInput): string {
  const { lan, hostAccess, uplink, closed, machines, guarded, sources } = input;
  const subnet = formatSubnet(input.subnet);
  const masquerade = (match: string, choice: SettledChoice) => {
    const out = allowed(choice, lan);
    return out === null ? [] : [`    iifname "${lan}" ${match}${out} counter masquerade`];
  };
  const others = machines.map((machine) => machine.address);
  const choices = [uplink, ...machines.map((machine) => machine.uplink)];
  const former = guarded.filter(
    (name) => !choices.some((choice) => followsHost(choice) || pinnedTo(choice) === name),
  );
  const ofTheLan = others.length === 0 ? "" : `ip saddr != { ${others.join(", ")} } `;
  const closedWays = [
    ...machines.flatMap((machine) =>
      machine.closed ? [{ match: `ip saddr ${machine.address} `, uplink: machine.uplink }] : [],
    ),
    ...(closed ? [{ match: ofTheLan, uplink }] : []),
  ];
  return [
    // Declaring it first makes the deletion succeed when there is none yet.
    `table inet ${nftTable}`,
    `delete table inet ${nftTable}`,
    `table inet ${nftTable} {`,
    ...entranceChain(input),
    "  chain input {",
    "    type filter hook input priority filter; policy accept;",
    `    iifname != "${lan}" accept`,
    // What machines report of packets is about theirs: by what they report of others they would end
    // this computer's own connections, or narrow its ways.
    "    meta l4proto icmp ct state invalid counter drop",
    `    ct state related ct original ip saddr != ${subnet} ct reply ip saddr != ${subnet} counter drop`,
    ...nameServices.flatMap((port) =>
      ["sport", "dport"].map(
        (side) => `    ct direction original udp ${side} ${port} @th,80,1 1 counter drop`,
      ),
    ),
    // Only who is led there: a machine could ask by another one's way otherwise.
    ...input.resolvers.flatMap(({ port }) =>
      ["udp", "tcp"].flatMap((protocol) => [
        `    ct status dnat ${protocol} dport ${port} accept`,
        `    ${protocol} dport ${port} counter drop`,
      ]),
    ),
    ...(hostAccess === "all"
      ? []
      : [
          "    ct state established,related accept",
          "    udp dport 53 accept",
          "    udp dport 67 accept",
          "    tcp dport 53 accept",
          "    icmp type echo-request accept",
          `    ${refuse}`,
        ]),
    "  }",
    ...(closedWays.length === 0
      ? []
      : [
          "  chain refuse {",
          // Before the routing: a route that refuses is told to each asker once in two seconds.
          "    type filter hook prerouting priority filter; policy accept;",
          `    iifname != "${lan}" accept`,
          "    fib daddr type local accept",
          "    fib daddr type broadcast accept",
          "    fib daddr type multicast accept",
          ...closedWays.flatMap((way) => [
            // What is lost may come back, and its connections go on; what was switched off may not.
            `    ${way.match}${isShut(way.uplink) ? reset : refuseConnection}`,
            `    ${way.match}${refuse}`,
          ]),
          "  }",
        ]),
    "  chain forward {",
    "    type filter hook forward priority filter; policy accept;",
    `    iifname "${lan}" jump out`,
    `    oifname "${lan}" ct status dnat ct direction original jump forwarded`,
    `    oifname "${lan}" ct state established,related accept`,
    `    oifname "${lan}" counter drop`,
    ...guarded.map((name) => `    iifname "${name}" counter drop`),
    "  }",
    "  chain output {",
    // Nobody here knows a flow that was forgotten (moved to another uplink, or its interface was
    // unplugged): what still comes back for it the host itself would answer, by the way and the
    // interface that its own packets take.
    "    type filter hook output priority filter; policy accept;",
    `    ${outward(lan)} meta nfproto ipv4 fib saddr . oif type != local jump forgotten`,
    ...former.map((name) => `    oifname "${name}" jump forgotten`),
    "  }",
    "  chain forgotten {",
    // A reset without an acknowledgement answers a segment of no known connection; one that
    // refuses a new connection has it (RFC 9293, 3.10.7.1).
    "    tcp flags rst / syn,rst,ack counter drop",
    "    icmp type destination-unreachable icmp code port-unreachable counter drop",
    "  }",
    ...(sources.length === 0
      ? []
      : [
          "  chain kept {",
          ...sources.map(
            (each) => `    oifname "${each.interface}" ct reply ip daddr ${each.address} return`,
          ),
          // A connection of another uplink, or of an address that is gone: who only receives would
          // wait for ever, so its next segment, an acknowledgement, is answered by a reset.
          `    ${reset}`,
          "  }",
        ]),
    "  chain out {",
    ...machines.flatMap((machine) =>
      forbidden(machine.uplink, lan).map(
        (match) => `    ip saddr ${machine.address} ${match}${refuse}`,
      ),
    ),
    ...forbidden(uplink, lan).map((match) => `    ${ofTheLan}${match}${refuse}`),
    ...(sources.length === 0
      ? []
      : ["    ct state established ct direction original meta l4proto tcp jump kept"]),
    "    ct status dnat ct direction reply jump answers",
    // Path MTU discovery often fails behind tunnels: fit the segment size to the route.
    "    tcp flags syn / syn,rst tcp option maxseg size set rt mtu",
    "    ct state invalid drop",
    "    accept",
    "  }",
    "  chain postrouting {",
    "    type nat hook postrouting priority srcnat; policy accept;",
    ...machines.flatMap((machine) => masquerade(`ip saddr ${machine.address} `, machine.uplink)),
    ...masquerade(ofTheLan, uplink),
    // What this computer asks itself by a forward, from addresses that no machine could answer.
    `    oifname "${lan}" ct status dnat fib saddr type local counter masquerade`,
    "  }",
    ...resolverChain(input),
    ...forwardChains(input.forwards),
    "}",
    "",
  ].join("\n");
}
