import * as v from "valibot";

/** A machine whose cable is a port of the LAN's bridge. */
interface BridgeMachine {
  readonly mac: string;
  /** Its address in the LAN; null if it has none. */
  readonly address: string | null;
  readonly tap: string;
  /** Whether it may send from other addresses: a router, or a machine with machines of its own. */
  readonly others: boolean;
}

/** The ports of a LAN that is a bridge. */
export interface BridgePorts {
  /** The bridge's own MAC address. */
  readonly mac: string;
  /** The host's own address in the LAN. */
  readonly host: string;
  /** The switch's tap, behind which are all machines that have no port of their own. */
  readonly switchTap: string;
  readonly machines: readonly BridgeMachine[];
}

/** The table of rules at the bridge's ports, in the family `bridge`. */
export const portTable = "virtray";

/** Returns the name of the counter of frames that a machine's port refused. */
export function refusalCounter(mac: string): string {
  return `refused-${mac.replaceAll(":", "")}`;
}

const countersSchema = v.object({
  nftables: v.array(
    v.object({
      counter: v.optional(v.object({ name: v.string(), packets: v.number() })),
    }),
  ),
});

/** Reads the answer of `nft -j list counters`: the frames that each machine's port refused. */
export function parseRefusals(
  text: string,
): readonly { readonly mac: string; readonly frames: number }[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return [];
  }
  const parsed = v.safeParse(countersSchema, json);
  if (!parsed.success) return [];
  return parsed.output.nftables.flatMap(({ counter }) => {
    const digits = /^refused-([\da-f]{12})$/.exec(counter?.name ?? "")?.[1];
    if (digits === undefined || counter === undefined) return [];
    return [{ mac: digits.match(/../g)?.join(":") ?? "", frames: counter.packets }];
  });
}

/** Returns the link-local address that a card gives itself by its MAC address (RFC 4291, appendix A). */
function linkLocal(mac: string): string {
  const [first = "0", ...rest] = mac.split(":");
  const flipped = (Number.parseInt(first, 16) ^ 2).toString(16).padStart(2, "0");
  const [a, b, c, d, e] = rest;
  return `fe80::${flipped}${a}:${b}ff:fe${c}:${d}${e}`;
}

/** Answers that only this computer gives in the LAN: of DHCP, of DHCPv6, and of a router of IPv6. */
const servers = [
  "udp sport 67 udp dport 68",
  "udp sport 547",
  "icmpv6 type { nd-router-advert, nd-redirect }",
];

/** Returns the matches of frames that claim an address of IPv4 as theirs. */
const claims = (address: string) => [`arp saddr ip ${address}`, `ip saddr ${address}`];

/** The address that a message of IPv6's neighbour discovery is about (RFC 4861, 4.3 and 4.4). */
const neighbour = "@th,64,128";

/** Returns an address of IPv6 as a number, as nft takes it where it knows no name for a field. */
function ipv6Number(address: string): string {
  const words = address.replace("fe80::", "fe80:0:0:0:").split(":");
  return `0x${words.map((word) => word.padStart(4, "0")).join("")}`;
}

/** Renders the chain of a machine's port: it sends as itself alone. */
function machineChain({ mac, address, tap }: BridgeMachine): readonly string[] {
  const refuse = `counter name "${refusalCounter(mac)}" drop`;
  const own = address === null ? [] : [address];
  const own6 = linkLocal(mac);
  const isOther = `${neighbour} != ${ipv6Number(own6)}`;
  const all = (match: string) => ["0.0.0.0", ...own].map((each) => `${match} != ${each}`).join(" ");
  return [
    `  chain ${tap} {`,
    `    ether saddr != ${mac} ${refuse}`,
    ...servers.map((match) => `    ${match} ${refuse}`),
    `    ether type arp arp saddr ether != ${mac} ${refuse}`,
    `    ether type arp ${all("arp saddr ip")} ${refuse}`,
    "    ether type arp accept",
    // A DHCP client without an address (RFC 2131, 4.1).
    "    ip saddr 0.0.0.0 udp sport 68 udp dport 67 accept",
    ...own.map((each) => `    ip saddr ${each} accept`),
    // By the first, others would learn its card for a neighbour's; by the second, a neighbour takes no address.
    `    icmpv6 type nd-neighbor-advert ${isOther} ${refuse}`,
    `    ip6 saddr :: icmpv6 type nd-neighbor-solicit ${isOther} ${refuse}`,
    "    ip6 saddr :: accept",
    `    ip6 saddr ${own6} accept`,
    // By such a frame, QEMU tells the LAN where the card is (RARP).
    "    ether type 0x8035 accept",
    // Also frames of other kinds, in which packets could be hidden (VLAN).
    `    ${refuse}`,
    "  }",
  ];
}

/** Renders the chain of the switch's port: nobody behind it sends as this computer or as a machine at a port. */
function switchChain({ mac, host, machines }: BridgePorts): readonly string[] {
  const guarded = machines.filter(({ others }) => !others);
  return [
    "  chain switch {",
    ...servers.map((match) => `    ${match} counter drop`),
    ...[mac, ...guarded.map((each) => each.mac)].map(
      (each) => `    ether saddr ${each} counter drop`,
    ),
    ...[host, ...guarded.flatMap(({ address }) => address ?? [])].flatMap((address) =>
      claims(address).map((claim) => `    ${claim} counter drop`),
    ),
    ...guarded
      .map((each) => linkLocal(each.mac))
      .flatMap((address) => [
        `    ip6 saddr ${address} counter drop`,
        `    icmpv6 type nd-neighbor-advert ${neighbour} ${ipv6Number(address)} counter drop`,
      ]),
    "  }",
  ];
}

/** Renders the chain of a machine that may use other addresses: all but this computer's own. */
function freeChain({ tap, mac }: BridgeMachine, ports: BridgePorts): readonly string[] {
  const refuse = `counter name "${refusalCounter(mac)}" drop`;
  return [
    `  chain ${tap} {`,
    `    ether saddr ${ports.mac} ${refuse}`,
    ...claims(ports.host).map((claim) => `    ${claim} ${refuse}`),
    "  }",
  ];
}

/**
 * Returns the rule that leaves alone what machines send to each other: where the kernel lends bridged frames to
 * the rules for packets (br_netfilter), these are not for this computer.
 */
export function passBridged(bridge: BridgePorts | null): readonly string[] {
  if (bridge === null) return [];
  return [
    `    ether daddr & 01:00:00:00:00:00 == 00:00:00:00:00:00 ether daddr != ${bridge.mac} accept`,
  ];
}

/** The first lines remove the table, whether there is one or not. */
export const dropPortTable = [`table bridge ${portTable}`, `delete table bridge ${portTable}`];

/** Returns whether a listing of our tables has rules at ports. */
export function hasPortRules(listing: string): boolean {
  return listing.includes(`table bridge ${portTable} {`);
}

/**
 * Renders the rules at the ports of the LAN's bridge, before anything of it looks at a frame. Also
 * here no rule uses a set of machines, because those are empty for frames under way while rules change.
 */
export function portRules(ports: BridgePorts): readonly string[] {
  return [
    ...dropPortTable,
    `table bridge ${portTable} {`,
    ...ports.machines.map(({ mac }) => `  counter ${refusalCounter(mac)} { }`),
    ...ports.machines.flatMap((each) =>
      each.others ? freeChain(each, ports) : machineChain(each),
    ),
    ...switchChain(ports),
    "  chain entrance {",
    "    type filter hook prerouting priority dstnat; policy accept;",
    ...ports.machines.map(({ tap }) => `    iifname "${tap}" jump ${tap}`),
    `    iifname "${ports.switchTap}" jump switch`,
    "  }",
    "}",
  ];
}
