import { expect, it } from "vitest";
import { frontsInto, frontsInUse } from "./conntrack-flows.ts";

/** In the format of conntrack 1.4.7. */
const listing = `udp      17 26 src=127.0.0.1 dst=127.0.0.1 sport=40000 dport=5353 [UNREPLIED] src=192.168.100.7 dst=192.168.100.254 sport=53 dport=40000 mark=0 use=1
tcp      6 431999 ESTABLISHED src=10.0.1.1 dst=10.0.1.2 sport=40001 dport=8080 src=192.168.100.7 dst=10.0.1.1 sport=80 dport=40001 [ASSURED] mark=0 use=1
tcp      6 431999 ESTABLISHED src=10.0.1.1 dst=10.0.1.2 sport=40002 dport=8080 src=192.168.100.7 dst=10.0.1.1 sport=80 dport=40002 [ASSURED] mark=0 use=1
tcp      6 431999 ESTABLISHED src=10.0.1.1 dst=10.0.1.2 sport=40001 dport=8081 src=172.17.0.2 dst=10.0.1.1 sport=80 dport=40001 [ASSURED] mark=0 use=1
icmp     1 29 src=10.0.1.1 dst=10.0.1.2 type=8 code=0 id=7 src=10.0.1.2 dst=10.0.1.1 type=0 code=0 id=7 mark=0 use=1
`;
const udp = { protocol: "udp", address: "127.0.0.1", port: 5353 } as const;
const tcp = { protocol: "tcp", address: "10.0.1.2", port: 8080 } as const;

it("finds the ports of flows that were redirected into the LAN, each once, and no others", () => {
  const subnet = { network: 0xc0a86400, prefixLength: 24 };
  expect(frontsInto(listing, subnet)).toEqual([udp, tcp]);
  expect(frontsInto("", subnet)).toEqual([]);
});

it("finds the ports that are in use, wherever they lead", () => {
  const docker = { ...tcp, port: 8081 };
  const free = [
    { ...udp, protocol: "tcp" as const },
    { ...tcp, port: 80 },
    { ...tcp, address: "10.0.1.1" },
  ];
  expect(frontsInUse(listing, [udp, docker, ...free])).toEqual([udp, docker]);
});
