import { formatSubnet, type Subnet } from "../base/ip-address.ts";
import { type BridgePorts, passBridged } from "./port-rules.ts";

/** The values that the rules of the LAN's entrance depend on. */
export interface Entrance {
  /** The LAN's own interface. */
  readonly lan: string;
  readonly subnet: Subnet;
  /** The host's own address in the LAN. */
  readonly host: string;
  /** Null if the LAN is the switch's tap. */
  readonly bridge: BridgePorts | null;
}

/**
 * Renders the chain that packets of machines pass before the kernel or another rule can answer
 * them. An answer goes to the packet's source by an uplink that may be closed to the machine, so
 * packets with a source outside the LAN are dropped.
 */
export function entranceChain({ lan, subnet, host, bridge }: Entrance): readonly string[] {
  return [
    "  chain entrance {",
    "    type filter hook prerouting priority raw; policy accept;",
    `    iifname != "${lan}" accept`,
    ...passBridged(bridge),
    // Frames for all machines may pass here, and are dropped before this computer takes them.
    ...(bridge === null
      ? []
      : ["    meta nfproto ipv6 ether daddr & 01:00:00:00:00:00 == 01:00:00:00:00:00 accept"]),
    // Machines have no IPv6: a router among them would be this computer's own (RFC 4861, 6.3.4).
    "    meta nfproto ipv6 counter drop",
    // A DHCP client without an address (RFC 2131, 4.1).
    "    ip saddr 0.0.0.0 ip daddr 255.255.255.255 udp dport 67 accept",
    `    ip saddr != ${formatSubnet(subnet)} counter drop`,
    `    ip saddr ${host} counter drop`,
    // Forwards at 127.0.0.1 make the kernel route such addresses on the LAN's interface
    // (CVE-2020-8558): machines must not reach services that listen on the loopback alone.
    "    ip daddr 127.0.0.0/8 counter drop",
    // Machines must not change this computer's routes.
    "    icmp type redirect counter drop",
    "  }",
  ];
}
