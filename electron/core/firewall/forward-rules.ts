import type { ForwardFront, LanForward } from "../../contract/lan/forward.ts";
import { distinct } from "./conntrack-flows.ts";

/** A forward and the addresses at which it is in force. */
export interface ForwardWay extends LanForward {
  /** The addresses of this computer at the machine's uplink, where others reach the forward. */
  readonly uplinks: readonly { readonly interface: string; readonly address: string }[];
}

/** The address at which this computer reaches every forward itself. */
export const loopback = "127.0.0.1";

/**
 * Renders the chains for forwards. They are needed without any forward, too: the flows of a removed
 * one must not get through.
 */
export function forwardChains(forwards: readonly ForwardWay[]): readonly string[] {
  const reached = forwards.flatMap((forward) =>
    forward.uplinks.map((uplink) => ({ ...forward, uplink })),
  );
  const target = ({ address, port }: LanForward) => `counter dnat ip to ${address}:${port}`;
  const wanted = (at: string, { protocol, hostPort }: LanForward) =>
    `ip daddr ${at} ${protocol} dport ${hostPort}`;
  /** Matches the flows of a forward, in both directions, by their tuples before the translation. */
  const flow = (at: string, { protocol, hostPort, address, port }: LanForward) =>
    [
      `meta l4proto ${protocol} ct original ip daddr ${at} ct original proto-dst ${hostPort}`,
      `ct reply ip saddr ${address} ct reply proto-src ${port}`,
    ].join(" ");
  // ICMP errors about a flow, for example of a packet that is too large.
  const errors = [
    ...new Map(
      reached.map(({ uplink }) => [`${uplink.interface} ${uplink.address}`, uplink]),
    ).values(),
  ].map((uplink) => ({
    uplink,
    match: `ct state related ct original ip daddr ${uplink.address}`,
  }));
  return [
    "  chain arriving {",
    // After the rules of other programs that publish ports: their ports stay theirs.
    "    type nat hook prerouting priority dstnat + 10; policy accept;",
    ...reached.map(
      (each) =>
        `    iifname "${each.uplink.interface}" ${wanted(each.uplink.address, each)} ${target(each)}`,
    ),
    "  }",
    "  chain local {",
    // The same priority; nft knows `dstnat` by name only at the hook before the routing.
    "    type nat hook output priority -90; policy accept;",
    ...forwards.map((each) => `    ${wanted(loopback, each)} ${target(each)}`),
    ...reached.map((each) => `    ${wanted(each.uplink.address, each)} ${target(each)}`),
    "  }",
    "  chain forwarded {",
    ...reached.map(
      (each) => `    iifname "${each.uplink.interface}" ${flow(each.uplink.address, each)} accept`,
    ),
    ...errors.map(({ uplink, match }) => `    iifname "${uplink.interface}" ${match} accept`),
    "    counter drop",
    "  }",
    "  chain answers {",
    ...reached.map(
      (each) => `    oifname "${each.uplink.interface}" ${flow(each.uplink.address, each)} return`,
    ),
    ...errors.map(({ uplink, match }) => `    oifname "${uplink.interface}" ${match} return`),
    // Of a forward that was removed or moved to another uplink: the machine gets a reset.
    "    meta l4proto tcp counter reject with tcp reset",
    "    counter drop",
    "  }",
  ];
}

/** Reads the fronts of forwards in our rules, as loaded or as nft lists them. */
function forwardFronts(rules: string): readonly ForwardFront[] {
  const lines = rules.matchAll(/ip daddr ([\d.]+) (tcp|udp) dport (\d+) .*\bdnat ip to /g);
  const fronts = [...lines].map(
    ([, address = "", protocol, port]): ForwardFront => ({
      protocol: protocol === "udp" ? "udp" : "tcp",
      address,
      port: Number(port),
    }),
  );
  return distinct(fronts);
}

/**
 * Returns the fronts whose flows must be dropped once rules replace earlier ones, because they lead
 * elsewhere now. Flows that come in by an uplink over TCP stay known, so that the rules can refuse
 * them.
 */
export function movedFronts(earlier: readonly string[], now: string): readonly ForwardFront[] {
  const lines = (rules: string) =>
    new Set(rules.split("\n").filter((line) => line.includes("dnat ip to ")));
  const fresh = lines(now);
  const moved = earlier
    .map(lines)
    .flatMap((old) => [
      ...[...old].filter((line) => !fresh.has(line)),
      ...[...fresh].filter((line) => !old.has(line)),
    ]);
  return forwardFronts(moved.join("\n")).filter(
    ({ protocol, address }) => protocol === "udp" || address === loopback,
  );
}
