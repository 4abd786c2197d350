import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type RulesetInput, renderRuleset } from "./nft-ruleset.ts";

const lan: RulesetInput = {
  lan: "vtap0",
  subnet: { network: 0xc0a86400, prefixLength: 24 },
  hostAccess: "all",
  uplink: { mode: "pinned", interface: "wlan0" },
  closed: false,
  machines: [],
  guarded: [],
  sources: [{ interface: "wlan0", address: "10.0.0.7" }],
  forwards: [],
  host: "192.168.100.254",
  bridge: null,
  resolvers: [],
  vias: [],
};

/** The chains for forwards without any forward: they let no flow of a removed one through. */
const noForwards = `  chain arriving {
    type nat hook prerouting priority dstnat + 10; policy accept;
  }
  chain local {
    type nat hook output priority -90; policy accept;
  }
  chain forwarded {
    counter drop
  }
  chain answers {
    meta l4proto tcp counter reject with tcp reset
    counter drop
  }
}
`;

describe("the ruleset", () => {
  it("of a pinned uplink lets packets leave by it only, with its address", () => {
    expect(renderRuleset(lan)).toBe(`table inet virtray
delete table inet virtray
table inet virtray {
  chain entrance {
    type filter hook prerouting priority raw; policy accept;
    iifname != "vtap0" accept
    meta nfproto ipv6 counter drop
    ip saddr 0.0.0.0 ip daddr 255.255.255.255 udp dport 67 accept
    ip saddr != 192.168.100.0/24 counter drop
    ip saddr 192.168.100.254 counter drop
    ip daddr 127.0.0.0/8 counter drop
    icmp type redirect counter drop
  }
  chain input {
    type filter hook input priority filter; policy accept;
    iifname != "vtap0" accept
    meta l4proto icmp ct state invalid counter drop
    ct state related ct original ip saddr != 192.168.100.0/24 ct reply ip saddr != 192.168.100.0/24 counter drop
    ct direction original udp sport 137 @th,80,1 1 counter drop
    ct direction original udp dport 137 @th,80,1 1 counter drop
    ct direction original udp sport 5353 @th,80,1 1 counter drop
    ct direction original udp dport 5353 @th,80,1 1 counter drop
    ct direction original udp sport 5355 @th,80,1 1 counter drop
    ct direction original udp dport 5355 @th,80,1 1 counter drop
  }
  chain forward {
    type filter hook forward priority filter; policy accept;
    iifname "vtap0" jump out
    oifname "vtap0" ct status dnat ct direction original jump forwarded
    oifname "vtap0" ct state established,related accept
    oifname "vtap0" counter drop
  }
  chain output {
    type filter hook output priority filter; policy accept;
    oifname != "vtap0" oifname != "lo" meta nfproto ipv4 fib saddr . oif type != local jump forgotten
  }
  chain forgotten {
    tcp flags rst / syn,rst,ack counter drop
    icmp type destination-unreachable icmp code port-unreachable counter drop
  }
  chain kept {
    oifname "wlan0" ct reply ip daddr 10.0.0.7 return
    meta l4proto tcp counter reject with tcp reset
  }
  chain out {
    oifname != "wlan0" counter reject with icmpx admin-prohibited
    ct state established ct direction original meta l4proto tcp jump kept
    ct status dnat ct direction reply jump answers
    tcp flags syn / syn,rst tcp option maxseg size set rt mtu
    ct state invalid drop
    accept
  }
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    iifname "vtap0" oifname "wlan0" counter masquerade
    oifname "vtap0" ct status dnat fib saddr type local counter masquerade
  }
${noForwards}`);
  });

  it("refuses all before the routing while no uplink is open, and keeps the rest closed", () => {
    expect(
      renderRuleset({
        ...lan,
        uplink: { mode: "none" },
        closed: true,
        hostAccess: "dns-and-ping",
        guarded: ["eth0", "eth1"],
      }),
    ).toBe(`table inet virtray
delete table inet virtray
table inet virtray {
  chain entrance {
    type filter hook prerouting priority raw; policy accept;
    iifname != "vtap0" accept
    meta nfproto ipv6 counter drop
    ip saddr 0.0.0.0 ip daddr 255.255.255.255 udp dport 67 accept
    ip saddr != 192.168.100.0/24 counter drop
    ip saddr 192.168.100.254 counter drop
    ip daddr 127.0.0.0/8 counter drop
    icmp type redirect counter drop
  }
  chain input {
    type filter hook input priority filter; policy accept;
    iifname != "vtap0" accept
    meta l4proto icmp ct state invalid counter drop
    ct state related ct original ip saddr != 192.168.100.0/24 ct reply ip saddr != 192.168.100.0/24 counter drop
    ct direction original udp sport 137 @th,80,1 1 counter drop
    ct direction original udp dport 137 @th,80,1 1 counter drop
    ct direction original udp sport 5353 @th,80,1 1 counter drop
    ct direction original udp dport 5353 @th,80,1 1 counter drop
    ct direction original udp sport 5355 @th,80,1 1 counter drop
    ct direction original udp dport 5355 @th,80,1 1 counter drop
    ct state established,related accept
    udp dport 53 accept
    udp dport 67 accept
    tcp dport 53 accept
    icmp type echo-request accept
    counter reject with icmpx admin-prohibited
  }
  chain refuse {
    type filter hook prerouting priority filter; policy accept;
    iifname != "vtap0" accept
    fib daddr type local accept
    fib daddr type broadcast accept
    fib daddr type multicast accept
    meta l4proto tcp counter reject with tcp reset
    counter reject with icmpx admin-prohibited
  }
  chain forward {
    type filter hook forward priority filter; policy accept;
    iifname "vtap0" jump out
    oifname "vtap0" ct status dnat ct direction original jump forwarded
    oifname "vtap0" ct state established,related accept
    oifname "vtap0" counter drop
    iifname "eth0" counter drop
    iifname "eth1" counter drop
  }
  chain output {
    type filter hook output priority filter; policy accept;
    oifname != "vtap0" oifname != "lo" meta nfproto ipv4 fib saddr . oif type != local jump forgotten
    oifname "eth0" jump forgotten
    oifname "eth1" jump forgotten
  }
  chain forgotten {
    tcp flags rst / syn,rst,ack counter drop
    icmp type destination-unreachable icmp code port-unreachable counter drop
  }
  chain kept {
    oifname "wlan0" ct reply ip daddr 10.0.0.7 return
    meta l4proto tcp counter reject with tcp reset
  }
  chain out {
    counter reject with icmpx admin-prohibited
    ct state established ct direction original meta l4proto tcp jump kept
    ct status dnat ct direction reply jump answers
    tcp flags syn / syn,rst tcp option maxseg size set rt mtu
    ct state invalid drop
    accept
  }
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    oifname "vtap0" ct status dnat fib saddr type local counter masquerade
  }
${noForwards}`);
  });

  it("of an automatic uplink, with two machines that have uplinks of their own", () => {
    expect(
      renderRuleset({
        ...lan,
        uplink: { mode: "automatic" },
        machines: [
          { address: "192.168.100.7", uplink: { mode: "pinned", interface: "tun0" }, closed: true },
          { address: "192.168.100.8", uplink: { mode: "none" }, closed: true },
        ],
      }),
    ).toBe(`table inet virtray
delete table inet virtray
table inet virtray {
  chain entrance {
    type filter hook prerouting priority raw; policy accept;
    iifname != "vtap0" accept
    meta nfproto ipv6 counter drop
    ip saddr 0.0.0.0 ip daddr 255.255.255.255 udp dport 67 accept
    ip saddr != 192.168.100.0/24 counter drop
    ip saddr 192.168.100.254 counter drop
    ip daddr 127.0.0.0/8 counter drop
    icmp type redirect counter drop
  }
  chain input {
    type filter hook input priority filter; policy accept;
    iifname != "vtap0" accept
    meta l4proto icmp ct state invalid counter drop
    ct state related ct original ip saddr != 192.168.100.0/24 ct reply ip saddr != 192.168.100.0/24 counter drop
    ct direction original udp sport 137 @th,80,1 1 counter drop
    ct direction original udp dport 137 @th,80,1 1 counter drop
    ct direction original udp sport 5353 @th,80,1 1 counter drop
    ct direction original udp dport 5353 @th,80,1 1 counter drop
    ct direction original udp sport 5355 @th,80,1 1 counter drop
    ct direction original udp dport 5355 @th,80,1 1 counter drop
  }
  chain refuse {
    type filter hook prerouting priority filter; policy accept;
    iifname != "vtap0" accept
    fib daddr type local accept
    fib daddr type broadcast accept
    fib daddr type multicast accept
    ip saddr 192.168.100.7 tcp flags syn / fin,syn,rst,ack counter reject with tcp reset
    ip saddr 192.168.100.7 counter reject with icmpx admin-prohibited
    ip saddr 192.168.100.8 meta l4proto tcp counter reject with tcp reset
    ip saddr 192.168.100.8 counter reject with icmpx admin-prohibited
  }
  chain forward {
    type filter hook forward priority filter; policy accept;
    iifname "vtap0" jump out
    oifname "vtap0" ct status dnat ct direction original jump forwarded
    oifname "vtap0" ct state established,related accept
    oifname "vtap0" counter drop
  }
  chain output {
    type filter hook output priority filter; policy accept;
    oifname != "vtap0" oifname != "lo" meta nfproto ipv4 fib saddr . oif type != local jump forgotten
  }
  chain forgotten {
    tcp flags rst / syn,rst,ack counter drop
    icmp type destination-unreachable icmp code port-unreachable counter drop
  }
  chain kept {
    oifname "wlan0" ct reply ip daddr 10.0.0.7 return
    meta l4proto tcp counter reject with tcp reset
  }
  chain out {
    ip saddr 192.168.100.7 oifname != "tun0" counter reject with icmpx admin-prohibited
    ip saddr 192.168.100.8 counter reject with icmpx admin-prohibited
    ip saddr != { 192.168.100.7, 192.168.100.8 } oifname "vtap0" counter reject with icmpx admin-prohibited
    ip saddr != { 192.168.100.7, 192.168.100.8 } oifname "lo" counter reject with icmpx admin-prohibited
    ct state established ct direction original meta l4proto tcp jump kept
    ct status dnat ct direction reply jump answers
    tcp flags syn / syn,rst tcp option maxseg size set rt mtu
    ct state invalid drop
    accept
  }
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    iifname "vtap0" ip saddr 192.168.100.7 oifname "tun0" counter masquerade
    iifname "vtap0" ip saddr != { 192.168.100.7, 192.168.100.8 } oifname != "vtap0" oifname != "lo" counter masquerade
    oifname "vtap0" ct status dnat fib saddr type local counter masquerade
  }
${noForwards}`);
  });

  it("of forwards leads from this computer and, if requested, from an uplink to them, and lets no other packet in", () => {
    const text = renderRuleset({
      ...lan,
      forwards: [
        {
          ...{ address: "192.168.100.7", protocol: "tcp", hostPort: 8080, port: 80 },
          ...{ reach: "uplink", uplinks: [{ interface: "wlan0", address: "10.0.0.7" }] },
        },
        {
          ...{ address: "192.168.100.8", protocol: "udp", hostPort: 5353, port: 53 },
          ...{ reach: "host", uplinks: [] },
        },
      ],
    });
    const flow =
      "ct original ip daddr 10.0.0.7 ct original proto-dst 8080 ct reply ip saddr 192.168.100.7 ct reply proto-src 80";
    expect(text.slice(text.indexOf("  chain arriving"))).toBe(`  chain arriving {
    type nat hook prerouting priority dstnat + 10; policy accept;
    iifname "wlan0" ip daddr 10.0.0.7 tcp dport 8080 counter dnat ip to 192.168.100.7:80
  }
  chain local {
    type nat hook output priority -90; policy accept;
    ip daddr 127.0.0.1 tcp dport 8080 counter dnat ip to 192.168.100.7:80
    ip daddr 127.0.0.1 udp dport 5353 counter dnat ip to 192.168.100.8:53
    ip daddr 10.0.0.7 tcp dport 8080 counter dnat ip to 192.168.100.7:80
  }
  chain forwarded {
    iifname "wlan0" meta l4proto tcp ${flow} accept
    iifname "wlan0" ct state related ct original ip daddr 10.0.0.7 accept
    counter drop
  }
  chain answers {
    oifname "wlan0" meta l4proto tcp ${flow} return
    oifname "wlan0" ct state related ct original ip daddr 10.0.0.7 return
    meta l4proto tcp counter reject with tcp reset
    counter drop
  }
}
`);
  });

  it("names an interface between quotes or not at all", () => {
    const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/);
    fc.assert(
      fc.property(name, name, fc.array(name), (tap, uplink, guarded) => {
        const withoutNames = (lanName: string, uplinkName: string, others: readonly string[]) =>
          renderRuleset({
            ...lan,
            lan: lanName,
            uplink: { mode: "pinned", interface: uplinkName },
            guarded: others,
          }).replace(/"[A-Za-z0-9_.-]+"/g, "NAME");
        const bare = withoutNames(tap, uplink, guarded);
        // The uplink may be one of the guarded interfaces, but has rules of its own.
        const plain = withoutNames(
          "tap",
          "uplink",
          guarded.map((each) => (each === uplink ? "uplink" : "other")),
        );
        expect(bare).toBe(plain);
      }),
    );
  });
});

it("redirects only machines with uplinks of their own to the resolver of their uplink", () => {
  const resolvers = [{ port: 914, addresses: ["192.168.100.1", "192.168.100.2"] }];
  const lines = renderRuleset({ ...lan, resolvers }).split("\n");
  const plain = renderRuleset(lan).split("\n");
  const at = (line: string) => `    iifname "vtap0" ip saddr ${line} redirect to :914`;
  expect(lines.filter((line) => !plain.includes(line))).toEqual([
    "    ct status dnat udp dport 914 accept",
    "    udp dport 914 counter drop",
    "    ct status dnat tcp dport 914 accept",
    "    tcp dport 914 counter drop",
    "  chain resolvers {",
    "    type nat hook prerouting priority dstnat; policy accept;",
    at("192.168.100.1 ip daddr 192.168.100.254 udp dport 53"),
    at("192.168.100.1 ip daddr 192.168.100.254 tcp dport 53"),
    at("192.168.100.2 ip daddr 192.168.100.254 udp dport 53"),
    at("192.168.100.2 ip daddr 192.168.100.254 tcp dport 53"),
  ]);
});
