import { viaNet } from "../../contract/lan/via.ts";

/** Returns the nets of interfaces that are uplinks through other computers. */
const netsOf = (vias: readonly string[]) =>
  vias.flatMap((name) => {
    const net = viaNet(name);
    return net === null ? [] : [{ name, ...net }];
  });

/**
 * Renders the rules for packets to this computer from the far end of such an uplink, which a program of the
 * user's holds: nothing but answers.
 */
export function viaInput(vias: readonly string[]): readonly string[] {
  return netsOf(vias).map(({ name }) => `    iifname "${name}" ct state invalid,new counter drop`);
}

/** Renders the rules for packets that come in there and would go on to other networks. */
export function viaForward(vias: readonly string[], lan: string): readonly string[] {
  return netsOf(vias).map(({ name }) => `    iifname "${name}" oifname != "${lan}" counter drop`);
}

/**
 * Renders the rules for this computer's own packets: its resolver's queries, and the path check's echo
 * requests. The router's own net is the other computer's loopback, where services trust who comes.
 */
export function viaOutput(vias: readonly string[]): readonly string[] {
  return netsOf(vias).flatMap(({ name, nameServer }) => [
    ...["udp", "tcp"].map(
      (protocol) => `    oifname "${name}" ip daddr ${nameServer} ${protocol} dport 53 accept`,
    ),
    `    oifname "${name}" icmp type echo-request accept`,
    `    oifname "${name}" counter drop`,
  ]);
}

/** Renders the rules that keep machines from the router's own net. */
export function viaOut(vias: readonly string[]): readonly string[] {
  return netsOf(vias).map(
    ({ name, subnet }) =>
      `    oifname "${name}" ip daddr ${subnet} counter reject with icmpx admin-prohibited`,
  );
}
