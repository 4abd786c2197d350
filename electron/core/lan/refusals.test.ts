import { describe, expect, it } from "vitest";
import type { DesiredLan } from "../../contract/lan/netd.ts";
import { defaultLan } from "../../contract/lan/network.ts";
import type { UplinkChoice } from "../../contract/uplink/choice.ts";
import type { Link, PolicyRule, Route } from "../uplink/ip-json.ts";
import { sampleLink } from "../uplink/sample-link.ts";
import type { LanObserved } from "./plan/operations.ts";
import { emptyStateFile, type LanStateFile } from "./plan/state-file.ts";
import { addressRefusal, choiceRefusal, lanRefusal, overlapOf, problemsOf } from "./refusals.ts";

const link = (name: string, linkType = "ether"): Link => sampleLink(name, { linkType });
const foreign: Route = {
  type: "unicast",
  destination: "192.168.0.0/16",
  gateway: null,
  interface: "tun0",
  table: "main",
  metric: 0,
  protocol: 0,
};
const tap: Link = {
  ...link("vtap0"),
  ...{ index: 7, kind: "tun", tap: true, owner: 1000 },
  addresses: [{ address: defaultLan.address, prefixLength: 24 }],
};
const peer: Link = {
  ...link("ppp0", "ppp"),
  addresses: [{ address: "10.64.0.2", prefixLength: 32, peer: "192.168.100.53" }],
};
const stateFile: LanStateFile = { ...emptyStateFile("boot"), tap: "vtap0", tapIndex: 7 };
const taken = { code: "lan-interface-taken", params: { interface: "vtap0" } };
const host: LanObserved = {
  links: [link("lo", "loopback"), link("eth0"), tap],
  rules: [],
  routes: [],
  forwarding: new Set(),
  filtersBridges: false,
  globalForwarding: false,
  listing: null,
  localnet: new Set(),
  loose: new Map(),
  blockers: [],
  blockers6: [],
  onward: null,
  led: new Map(),
  tagged: null,
  nameServers: [],
};
const desired: DesiredLan = {
  lan: defaultLan,
  uplink: { mode: "pinned", interface: "eth0" },
  machineUplinks: [],
  forwards: [],
  reservations: [],
};
const overlap = {
  code: "lan-overlap",
  params: {
    subnet: "192.168.100.0/24",
    other: "192.168.0.0/16",
    interface: "tun0",
    proposal: "172.16.0.0/24",
  },
};

describe("a LAN", () => {
  it("is refused if its interface, its subnet or its rules belong to others", () => {
    const own = { stateFile: { ...stateFile, wish: desired }, uid: 1000 };
    const fresh = { stateFile: emptyStateFile("boot"), uid: 1000 };
    expect(lanRefusal(defaultLan, own, [], host)).toBeNull();
    expect(lanRefusal(defaultLan, fresh, [], host)).toEqual(taken);
    expect(lanRefusal(defaultLan, own, [], { ...host, routes: [foreign] })).toEqual(overlap);
    const other = { uid: 1001, stateFile: { ...stateFile, tap: "vtap9" }, lives: true };
    const elsewhere = { code: "lan-elsewhere", params: { uid: 1001 } };
    const bare = { ...host, links: [link("lo", "loopback"), link("eth0")] };
    expect(lanRefusal(defaultLan, fresh, [other], bare)).toEqual(elsewhere);
    // Its netd is gone, but the rules are still its own, unless its namespace is gone, too.
    const left = { ...other, lives: false };
    expect(lanRefusal(defaultLan, fresh, [left], { ...bare, listing: "x" })).toEqual(elsewhere);
    expect(lanRefusal(defaultLan, fresh, [left], bare)).toBeNull();
    // The other's state file may have the same LAN as one's own that is on.
    expect(lanRefusal(defaultLan, own, [left], { ...host, listing: "x" })).toBeNull();
  });

  it("is not an interface with its name but another index or kind", () => {
    for (const change of [{ index: 8 }, { kind: "dummy" }, { tap: false }]) {
      const links = [{ ...tap, ...change }];
      expect(
        lanRefusal(defaultLan, { stateFile: stateFile, uid: 1000 }, [], { ...host, links }),
      ).toEqual(taken);
    }
    // Its owner is the user to whom it was given.
    const given = { ...host, links: [{ ...tap, owner: 1001 }] };
    expect(lanRefusal(defaultLan, { stateFile: stateFile, uid: 1000 }, [], given)).toBeNull();
    const { tapIndex: _, ...earlier } = stateFile;
    expect(lanRefusal(defaultLan, { stateFile: earlier, uid: 1000 }, [], host)).toBeNull();
    expect(lanRefusal(defaultLan, { stateFile: earlier, uid: 1000 }, [], given)).toEqual(taken);
  });

  it.each([
    ["name-server", { nameServers: ["192.168.100.53"] }],
    ["gateway", { routes: [{ ...foreign, destination: "default", gateway: "192.168.100.53" }] }],
    ["peer", { links: [peer, tap] }],
  ] as const)("is refused where its subnet holds a %s of the host", (role, part) => {
    const fresh = { stateFile: emptyStateFile("boot"), uid: 1000 };
    const links = [link("eth0")];
    const seen = { ...host, links, ...part };
    const hides = {
      code: "lan-hides-host",
      params: {
        subnet: "192.168.100.0/24",
        address: "192.168.100.53",
        role,
        proposal: "192.168.101.0/24",
      },
    };
    expect(overlapOf(defaultLan, seen)).toEqual(hides);
    const isThere = seen.links.includes(tap);
    if (!isThere) expect(lanRefusal(defaultLan, fresh, [], seen)).toEqual(hides);
    // An interface that appears later is reported.
    const on = { ...seen, links: [...seen.links, tap] };
    expect(problemsOf(desired, stateFile, on)).toContainEqual(hides);
  });

  it("is refused at a name server’s very address, and may be one itself once it is on", () => {
    const asked = { ...host, nameServers: [defaultLan.address] };
    expect(overlapOf(defaultLan, asked)).toBeNull();
    expect(overlapOf(defaultLan, { ...asked, links: [] })).toMatchObject({
      code: "lan-hides-host",
    });
  });

  const uplink = { ...link("eth0"), addresses: [{ address: "10.0.1.2", prefixLength: 24 }] };
  const away: Route = { ...foreign, destination: "default", gateway: "10.0.1.1" };
  const works = { ...host, links: [uplink], routes: [{ ...away, interface: "eth0" }] };
  const codes = (wish: DesiredLan, seen: LanObserved) =>
    problemsOf(wish, stateFile, seen).map(({ code }) => code);

  it("that is on reports all that keeps it from working", () => {
    expect(codes(desired, works)).toEqual([]);
    expect(codes(desired, host)).toEqual(["uplink-down"]);
    const automatic: DesiredLan = { ...desired, uplink: { mode: "automatic" } };
    expect(codes(automatic, host)).toEqual(["uplink-none-found"]);
    const none: DesiredLan = { ...desired, uplink: { mode: "none" } };
    expect(codes(none, host)).toEqual([]);
    expect(problemsOf(desired, stateFile, { ...host, routes: [foreign] })).toEqual([
      overlap,
      { code: "uplink-down", params: { interface: "eth0" } },
    ]);
    const blocker = { family: "ip", table: "filter", chain: "FORWARD", entry: "FORWARD" };
    const blocked = { ...works, blockers: [{ ...blocker, listing: "" }] };
    expect(problemsOf(desired, stateFile, blocked)).toMatchObject([
      {
        code: "lan-forward-blocked",
        params: { table: "ip filter", chain: "FORWARD", entry: "FORWARD", interface: "vtap0" },
      },
    ]);
    expect(codes(desired, { ...blocked, routes: [...works.routes, foreign] })).toEqual([
      "lan-overlap",
      "lan-forward-blocked",
    ]);
    const listing = "table ip filter {\n\tchain FORWARD {\n\t\taccept\n\t}\n}\n";
    const passing = { ...blocker, listing };
    expect(codes(desired, { ...works, blockers: [passing] })).toEqual([]);
  });

  it("tells of uplinks with IPv6 alone that machines cannot use them", () => {
    const ipv6 = { ...link("eth0"), hasIpv6: true };
    const seen = { ...host, links: [ipv6] };
    const order: UplinkChoice = { mode: "preferred", interfaces: ["eth0", "eth1"] };
    for (const uplink of [desired.uplink, { mode: "automatic" }] as const) {
      expect(problemsOf({ ...desired, uplink }, stateFile, seen)).toEqual([
        { code: "uplink-ipv6-only", params: { interface: "eth0" } },
      ]);
    }
    expect(codes({ ...desired, uplink: order }, seen)).toEqual(["uplink-down"]);
    const both = { ...seen, links: [ipv6, { ...ipv6, name: "eth1" }] };
    expect(problemsOf({ ...desired, uplink: order }, stateFile, both)).toEqual([
      { code: "uplink-ipv6-only", params: { interface: "eth0, eth1" } },
    ]);
  });

  it("tells whose rule leads packets elsewhere than to the uplink", () => {
    const rule: PolicyRule = {
      ...{ priority: 5099, from: "all", to: null, iif: null, table: "51820" },
      ...{ inverse: true, protocol: 0, text: "not from all fwmark 0xca6c lookup 51820" },
    };
    const led = (found: string | null, rules: readonly PolicyRule[] = [rule]) =>
      problemsOf(desired, stateFile, { ...works, rules, led: new Map([[null, found]]) });
    const overruled = (found: string) => [
      {
        code: "uplink-overruled",
        params: { interface: "eth0", found, rule: `5099: ${rule.text}` },
      },
    ];
    expect(led("wg0")).toEqual(overruled("wg0"));
    expect(led(null)).toEqual(overruled(""));
    expect(led("eth0")).toEqual([]);
    // Nobody else's rule refuses them: it is not for them to tell.
    expect(led(null, [{ ...rule, priority: 5200 }])).toEqual([]);
  });
});

it("an uplink is refused if it is not there, lo, or the LAN's own", () => {
  const codes = ["eth0", "eth1", "lo", "vtap0"].map(
    (name) => choiceRefusal({ mode: "pinned", interface: name }, defaultLan, host.links)?.code,
  );
  expect(codes).toEqual([undefined, "uplink-unknown", "uplink-is-lan", "uplink-is-lan"]);
  // An interface that may appear later stays in an order of preference.
  const order = (...interfaces: string[]) =>
    choiceRefusal({ mode: "preferred", interfaces }, defaultLan, host.links)?.code;
  expect([order("eth1", "eth0"), order("eth1", "vtap0"), order("lo")]).toEqual([
    undefined,
    "uplink-is-lan",
    "uplink-is-lan",
  ]);
});

it("an address is refused if it is outside, the host's, or an end of the subnet", () => {
  const codes = [
    "192.168.100.1",
    "192.168.101.1",
    "192.168.100.254",
    "192.168.100.0",
    "192.168.100.255",
  ].map((address) => addressRefusal(address, defaultLan)?.code);
  expect(codes).toEqual([
    undefined,
    "address-outside",
    "address-host",
    "address-reserved",
    "address-reserved",
  ]);
});
