import type { HostAccess } from "../../contract/lan/network.ts";
import { followsHost, isShut, pinnedTo } from "../../contract/uplink/choice.ts";
import { formatSubnet } from "../base/ip-address.ts";
import type { SettledChoice } from "../uplink/choice.ts";
import { type Entrance, entranceChain } from "./entrance-rules.ts";
import { type ForwardWay, forwardChains } from "./forward-rules.ts";
import type { OwnResolver } from "./own-resolvers.ts";
import { type BridgePorts, passBridged, portRules, portTable } from "./port-rules.ts";
import { viaForward, viaInput, viaOut, viaOutput } from "./via-rules.ts";

/** The nftables table that holds all rules of the LAN, in the family `inet`. */
export const nftTable = "virtray";

/** The arguments by which nft lists our tables, of which the second exists only where the LAN is a bridge. */
export const listings = [
  ["-s", "list", "table", "inet", nftTable],
  ["-s", "list", "table", "bridge", portTable],
] as const;

/** A machine whose uplink differs from the LAN's. */
interface MachineWay extends Way {
  readonly address: string;
}

/** The uplink of the LAN or of one machine. */
interface Way {
  readonly uplink: SettledChoice;
  /** Whether packets cannot leave now: the choice is `none`, or the chosen uplink is lost. */
  readonly closed: boolean;
}

/** The values that the rules depend on. */
export interface RulesetInput extends Way, Entrance {
  readonly hostAccess: HostAccess;
  readonly machines: readonly MachineWay[];
  /** The host's own addresses on the interfaces by which packets may leave. */
  readonly sources: readonly { readonly interface: string; readonly address: string }[];
  /**
   * Interfaces that forward packets only because netd enabled it for the LAN's answers. All other
   * packets that come in there are dropped, or the host would be a router between its uplinks.
   */
  readonly guarded: readonly string[];
  readonly forwards: readonly ForwardWay[];
  readonly resolvers: readonly Pick<OwnResolver, "port" | "addresses">[];
  /** The interfaces of uplinks through other computers. */
  readonly vias: readonly string[];
  /** Null if the LAN is the switch's tap. */
  readonly bridge: BridgePorts | null;
}

/** Redirects queries of machines with uplinks of their own to the resolver that uses the same. */
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
 * The ports of multicast name services: NetBIOS (RFC 1002), mDNS (RFC 6762), LLMNR (RFC 4795). Machines
 * may ask, but unasked answers (the first bit behind the number) are dropped: a machine could take the
 * name of a server in another network.
 */
const nameServices = [137, 5353, 5355];

const refuse = "counter reject with icmpx admin-prohibited";
/** Refuses new connections by a reset: unlike ICMP, the kernel does not limit its rate. */
const refuseConnection = "tcp flags syn / fin,syn,rst,ack counter reject with tcp reset";

/** Ends a connection, whatever the segment; a reset is not answered. */
const reset = "meta l4proto tcp counter reject with tcp reset";

/** Matches every interface but the LAN's and the loopback. */
const outward = (lan: string) => `oifname != "${lan}" oifname != "lo"`;

/** Returns the matches of interfaces by which packets must not leave. */
function forbidden(choice: SettledChoice, lan: string): readonly string[] {
  if (followsHost(choice)) return [`oifname "${lan}" `, `oifname "lo" `];
  const pinned = pinnedTo(choice);
  return [pinned === null ? "" : `oifname != "${pinned}" `];
}

/** Returns the match of interfaces by which packets may leave; null if by none. */
function allowed(choice: SettledChoice, lan: string): string | null {
  if (followsHost(choice)) return outward(lan);
  const pinned = pinnedTo(choice);
  return pinned === null ? null : `oifname "${pinned}"`;
}

/** The values that the chains of one ruleset share. */
interface Parts {
  readonly input: RulesetInput;
  readonly subnet: string;
  /** The match of machines that use the LAN's uplink. */
  readonly ofTheLan: string;
}

/**
 * Renders the whole ruleset as text for `nft -f -`, which applies it in one transaction: at no moment
 * is there a gap between the old rules and the new ones. An accept here is not final, because another
 * table may still drop; a drop or reject is.
 *
 * Rules that must never fail for a moment use no sets, not even anonymous ones: to a packet that is
 * under way in the old rules when the new ones come, the old sets are empty.
 */
export function renderRuleset(input: RulesetInput): string {
  const others = input.machines.map((machine) => machine.address);
  const ofTheLan = others.length === 0 ? "" : `ip saddr != { ${others.join(", ")} } `;
  const parts: Parts = { input, subnet: formatSubnet(input.subnet), ofTheLan };
  return [
    // Declaring the table first makes the deletion succeed when there is none yet.
    `table inet ${nftTable}`,
    `delete table inet ${nftTable}`,
    `table inet ${nftTable} {`,
    ...entranceChain(input),
    ...inputChain(parts),
    ...refuseChain(parts),
    ...forwardChain(input),
    ...outputChains(input),
    ...keptChain(input),
    ...outChain(parts),
    ...postroutingChain(parts),
    ...resolverChain(input),
    ...forwardChains(input.forwards),
    "}",
    ...(input.bridge === null ? [] : portRules(input.bridge)),
    "",
  ].join("\n");
}

/** Renders the chain that judges packets of machines to the host itself. */
function inputChain({ input, subnet }: Parts): readonly string[] {
  return [
    "  chain input {",
    "    type filter hook input priority filter; policy accept;",
    ...viaInput(input.vias),
    `    iifname != "${input.lan}" accept`,
    ...(input.bridge === null ? [] : ["    meta nfproto ipv6 counter drop"]),
    // A machine may report errors of its own flows alone: by errors of others it could end this
    // computer's own connections, or narrow their MTU.
    "    meta l4proto icmp ct state invalid counter drop",
    `    ct state related ct original ip saddr != ${subnet} ct reply ip saddr != ${subnet} counter drop`,
    ...nameServices.flatMap((port) =>
      ["sport", "dport"].map(
        (side) => `    ct direction original udp ${side} ${port} @th,80,1 1 counter drop`,
      ),
    ),
    // Only queries that were redirected: a machine could otherwise use another one's resolver.
    ...input.resolvers.flatMap(({ port }) =>
      ["udp", "tcp"].flatMap((protocol) => [
        `    ct status dnat ${protocol} dport ${port} accept`,
        `    ${protocol} dport ${port} counter drop`,
      ]),
    ),
    ...(input.hostAccess === "all"
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
  ];
}

/** Renders the chain that refuses packets of machines whose uplink is closed. */
function refuseChain({ input, ofTheLan }: Parts): readonly string[] {
  const closedWays = [
    ...input.machines.flatMap((machine) =>
      machine.closed ? [{ match: `ip saddr ${machine.address} `, uplink: machine.uplink }] : [],
    ),
    ...(input.closed ? [{ match: ofTheLan, uplink: input.uplink }] : []),
  ];
  if (closedWays.length === 0) return [];
  return [
    "  chain refuse {",
    // Before the routing, because a route that refuses answers each sender only once in two
    // seconds.
    "    type filter hook prerouting priority filter; policy accept;",
    `    iifname != "${input.lan}" accept`,
    ...passBridged(input.bridge),
    "    fib daddr type local accept",
    "    fib daddr type broadcast accept",
    "    fib daddr type multicast accept",
    ...closedWays.flatMap((way) => [
      // A lost uplink may come back, and its connections go on; a disabled one may not.
      `    ${way.match}${isShut(way.uplink) ? reset : refuseConnection}`,
      `    ${way.match}${refuse}`,
    ]),
    "  }",
  ];
}

function forwardChain({ lan, guarded, bridge, vias }: RulesetInput): readonly string[] {
  return [
    "  chain forward {",
    "    type filter hook forward priority filter; policy accept;",
    ...viaForward(vias, lan),
    ...(bridge === null
      ? []
      : [`    iifname "${lan}" oifname "${lan}" ether daddr != ${bridge.mac} accept`]),
    `    iifname "${lan}" jump out`,
    `    oifname "${lan}" ct status dnat ct direction original jump forwarded`,
    `    oifname "${lan}" ct state established,related accept`,
    `    oifname "${lan}" counter drop`,
    ...guarded.map((name) => `    iifname "${name}" counter drop`),
    "  }",
  ];
}

/**
 * Keeps the host from answering for flows that conntrack dropped, because they moved to another
 * uplink or their interface was unplugged: its answers would leave by the host's own uplink.
 */
function outputChains({ lan, guarded, uplink, machines, vias }: RulesetInput): readonly string[] {
  const choices = [uplink, ...machines.map((machine) => machine.uplink)];
  const former = guarded.filter(
    (name) => !choices.some((choice) => followsHost(choice) || pinnedTo(choice) === name),
  );
  return [
    "  chain output {",
    "    type filter hook output priority filter; policy accept;",
    ...viaOutput(vias),
    `    ${outward(lan)} meta nfproto ipv4 fib saddr . oif type != local jump forgotten`,
    ...former.map((name) => `    oifname "${name}" jump forgotten`),
    "  }",
    "  chain forgotten {",
    // A reset without an acknowledgement answers a segment of no known connection; one that
    // refuses a new connection has it (RFC 9293, 3.10.7.1).
    "    tcp flags rst / syn,rst,ack counter drop",
    "    icmp type destination-unreachable icmp code port-unreachable counter drop",
    "  }",
  ];
}

/** Resets connections of another uplink, or of an address that is gone. */
function keptChain({ sources }: RulesetInput): readonly string[] {
  if (sources.length === 0) return [];
  return [
    "  chain kept {",
    ...sources.map(
      (each) => `    oifname "${each.interface}" ct reply ip daddr ${each.address} return`,
    ),
    // A machine that only receives would wait for ever: its next acknowledgement gets a reset.
    `    ${reset}`,
    "  }",
  ];
}

/** Renders the chain that judges packets of machines to other networks. */
function outChain({ input, ofTheLan }: Parts): readonly string[] {
  const { lan, machines, uplink, sources } = input;
  return [
    "  chain out {",
    ...viaOut(input.vias),
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
  ];
}

/** Renders the chain that translates the sources of packets that leave the LAN. */
function postroutingChain({ input, ofTheLan }: Parts): readonly string[] {
  const { lan, machines, uplink } = input;
  const masquerade = (match: string, choice: SettledChoice) => {
    const out = allowed(choice, lan);
    return out === null ? [] : [`    iifname "${lan}" ${match}${out} counter masquerade`];
  };
  return [
    "  chain postrouting {",
    "    type nat hook postrouting priority srcnat; policy accept;",
    ...machines.flatMap((machine) => masquerade(`ip saddr ${machine.address} `, machine.uplink)),
    ...masquerade(ofTheLan, uplink),
    // Requests of this computer to its own forward, from addresses that no machine could answer.
    `    oifname "${lan}" ct status dnat fib saddr type local counter masquerade`,
    "  }",
  ];
}
