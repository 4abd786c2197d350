import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatSubnet, overlaps, parseSubnet, subnetOf } from "../base/ip-address.ts";
import type { Link, Route } from "./ip-json.ts";
import { ownProtocol } from "./own-protocol.ts";
import { sampleLink } from "./sample-link.ts";
import { automaticUplink, findOverlap, listUplinks, type SysfsFacts } from "./uplinks.ts";

const link = (name: string, more: Partial<Link> = {}): Link =>
  sampleLink(name, { addresses: [{ address: "10.0.1.2", prefixLength: 24 }], ...more });

function route(destination: string, dev: string, gateway: string | null, metric = 0): Route {
  return {
    type: "unicast",
    destination,
    gateway,
    interface: dev,
    table: "main",
    metric,
    protocol: 0,
  };
}

const none: SysfsFacts = { wifi: false, modem: false, usb: false };

function list(links: readonly Link[], more: Partial<Parameters<typeof listUplinks>[0]> = {}) {
  return listUplinks({
    links,
    routes: links.map((each) => route("default", each.name, "10.0.1.1")),
    facts: new Map(),
    lan: "vtap0",
    chosen: [],
    gateways: {},
    ...more,
  });
}

describe("the list of uplinks", () => {
  it("finds the kind of each by sysfs and link kind, never by name", () => {
    const links = [
      link("a"),
      link("b"),
      link("c"),
      link("d"),
      link("e", { kind: "wireguard", linkType: "none", pointToPoint: true }),
      link("f", { kind: "tun", linkType: "none", pointToPoint: true }),
      link("g", { linkType: "ppp", pointToPoint: true }),
      link("h", { kind: "veth" }),
      link("i", { kind: "bridge" }),
      link("j", { kind: "vlan" }),
      link("k", { kind: "ovs-system", linkType: "other" }),
    ];
    const facts = new Map([
      ["a", none],
      ["b", { ...none, wifi: true, usb: true }],
      ["c", { ...none, usb: true }],
      ["d", { ...none, modem: true, usb: true }],
    ]);
    expect(list(links, { facts }).map((each) => each.kind)).toEqual([
      "ethernet",
      "wifi",
      "usb",
      "modem",
      "vpn",
      "vpn",
      "modem",
      "ethernet",
      "ethernet",
      "ethernet",
      "other",
    ]);
  });

  it("leaves out dead ends: the LAN, lo, parts of bridges, containers' ends", () => {
    const links = [
      link("vtap0", { kind: "tun", tap: true }),
      link("lo", { linkType: "loopback" }),
      link("eth0", { master: "br0" }),
      link("docker0", { kind: "bridge" }),
      link("veth1234", { kind: "veth", addresses: [] }),
      link("tap7", { kind: "tun", tap: true, addresses: [] }),
      link("dummy0", { kind: "dummy" }),
    ];
    expect(list(links, { routes: [] })).toEqual([]);
  });

  it.each(["wän0", '"; drop', "-x"])("says of %s that its name cannot be chosen", (name) => {
    expect(list([link(name, {})], { routes: [] })).toMatchObject([
      { interface: name, obstacle: "odd-name" },
    ]);
  });

  it("keeps the chosen one, of any kind", () => {
    const links = [link("veth1", { kind: "veth", addresses: [], carrier: false })];
    expect(list(links, { chosen: ["veth1"], routes: [] })).toEqual([
      {
        interface: "veth1",
        kind: "ethernet",
        addresses: [],
        gateway: null,
        obstacle: "no-carrier",
      },
    ]);
  });

  it("gives the reason when one cannot carry packets now", () => {
    const obstacle = (each: Link, routes: readonly Route[] = []) =>
      list([each], { routes })[0]?.obstacle;
    expect(obstacle(link("a", { up: false, carrier: false }))).toBe("down");
    expect(obstacle(link("a", { carrier: false }))).toBe("no-carrier");
    expect(obstacle(link("a", { addresses: [] }))).toBe("no-address");
    expect(obstacle(link("a"))).toBe("no-gateway");
    expect(obstacle(link("a", { pointToPoint: true, linkType: "ppp" }))).toBeNull();
    expect(obstacle(link("a"), [route("default", "a", "10.0.1.1")])).toBeNull();
    expect(obstacle(link("a", { addresses: [], hasIpv6: true }))).toBe("ipv6-only");
    // All is reached on the link itself, or by a router that is known by its IPv6 address.
    expect(obstacle(link("a"), [route("default", "a", null)])).toBeNull();
    expect(obstacle(link("a"), [route("default", "a", "fe80::1")])).toBeNull();
  });

  it("prefers the gateway of the main table and the lowest metric", () => {
    const routes = [
      { ...route("default", "a", "10.0.1.9"), table: "51" },
      route("default", "a", "10.0.1.5", 300),
      route("default", "a", "10.0.1.4", 200),
      { ...route("default", "a", "10.0.1.1"), table: "7100", protocol: ownProtocol },
    ];
    expect(list([link("a")], { routes })[0]?.gateway).toBe("10.0.1.4");
    expect(list([link("a")], { routes: routes.slice(0, 1) })[0]?.gateway).toBe("10.0.1.9");
    expect(list([link("a")], { routes: routes.slice(3) })[0]?.gateway).toBeNull();
  });
});

describe("the automatic uplink", () => {
  it("is the interface of the kernel's route, if that can carry packets", () => {
    const links = [link("a"), link("c", { carrier: false }), link("vtap0")];
    expect(automaticUplink(links, "a", "vtap0")).toBe("a");
    for (const nowhere of ["c", "gone", "vtap0", null]) {
      expect(automaticUplink(links, nowhere, "vtap0")).toBeNull();
    }
  });
});

describe("overlapping subnets", () => {
  const lan = subnetOf(0xc0a864fe, 24);

  it("are found, and a free one of the same size is proposed", () => {
    const routes = [
      route("192.168.100.128/25", "eth0", null),
      route("192.168.100.129", "eth0", null),
      route("192.168.101.0/24", "eth1", null),
    ];
    expect(findOverlap(lan, "vtap0", routes)).toEqual({
      other: "192.168.100.128/25",
      interface: "eth0",
      proposal: "192.168.102.0/24",
    });
  });

  it("do not include default routes, their halves, the LAN's own routes, and other subnets", () => {
    const routes = [
      route("default", "eth0", "10.0.1.1"),
      route("128.0.0.0/1", "tun0", null),
      route("192.168.100.0/24", "vtap0", null),
      { ...route("192.168.100.7", "eth0", null), table: "7101", protocol: ownProtocol },
      route("192.168.99.0/24", "eth0", null),
    ];
    expect(findOverlap(lan, "vtap0", routes)).toBeNull();
  });

  it("never lead to a proposal that overlaps", () => {
    const destination = fc
      .tuple(
        fc.constantFrom(0xc0a80000, 0xac100000, 0x0a000000),
        fc.nat(0xffff),
        fc.integer({ min: 8, max: 32 }),
      )
      .map(([base, offset, length]) => formatSubnet(subnetOf(base + offset, length)));
    fc.assert(
      fc.property(
        fc.array(destination, { maxLength: 20 }),
        fc.integer({ min: 16, max: 29 }),
        (destinations, prefixLength) => {
          const routes = [...destinations, "192.168.100.0/24"].map((each) =>
            route(each, "eth0", null),
          );
          const found = findOverlap(subnetOf(lan.network, prefixLength), "vtap0", routes);
          const proposal = parseSubnet(found?.proposal ?? "");
          if (proposal === null) return;
          expect(proposal.prefixLength).toBe(prefixLength);
          for (const each of routes) {
            const other = parseSubnet(each.destination);
            expect(other !== null && overlaps(proposal, other)).toBe(false);
          }
        },
      ),
    );
  });
});
