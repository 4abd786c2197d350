import { describe, expect, it } from "vitest";
import type { LanWish } from "../contract/netd.ts";
import { defaultLan } from "../contract/network.ts";
import type { Link, Route } from "./ip-json.ts";
import type { LanObserved } from "./lan-operations.ts";
import { addressRefusal, choiceRefusal, lanRefusal, problemOf } from "./lan-refusals.ts";

const link = (name: string, linkType = "ether"): Link => ({
  index: 1,
  name,
  up: true,
  carrier: true,
  pointToPoint: false,
  linkType,
  kind: null,
  tap: false,
  master: null,
  addresses: [],
});
const foreign: Route = {
  type: "unicast",
  destination: "192.168.0.0/16",
  gateway: null,
  interface: "tun0",
  table: "main",
  metric: 0,
};
const host: LanObserved = {
  links: [link("lo", "loopback"), link("eth0"), link("vtap0")],
  rules: [],
  routes: [],
  forwarding: new Set(),
  globalForwarding: false,
  listing: null,
  localnet: new Set(),
  loose: new Map(),
  blockers: [],
  onward: null,
  tagged: null,
};
const wish: LanWish = {
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
  it("is refused where its interface, its subnet or its rules belong to others", () => {
    expect(lanRefusal(defaultLan, "vtap0", [], host)).toBeNull();
    expect(lanRefusal(defaultLan, null, [], host)).toEqual({
      code: "lan-interface-taken",
      params: { interface: "vtap0" },
    });
    expect(lanRefusal(defaultLan, "vtap0", [], { ...host, routes: [foreign] })).toEqual(overlap);
    const other = { uid: 1001, tap: "eth0" };
    expect(lanRefusal(defaultLan, "vtap0", [other], host)).toEqual({
      code: "lan-elsewhere",
      params: { uid: 1001 },
    });
    // Its namespace is gone, and with it the tap.
    expect(lanRefusal(defaultLan, "vtap0", [{ uid: 1001, tap: "vtap9" }], host)).toBeNull();
  });

  it("that is on tells what keeps it from working", () => {
    expect(problemOf(wish, "eth0", host)).toBeNull();
    expect(problemOf(wish, null, host)).toMatchObject({ code: "uplink-down" });
    const automatic: LanWish = { ...wish, uplink: { mode: "automatic" } };
    expect(problemOf(automatic, null, host)).toMatchObject({ code: "uplink-none-found" });
    const none: LanWish = { ...wish, uplink: { mode: "none" } };
    expect(problemOf(none, null, host)).toBeNull();
    expect(problemOf(wish, "eth0", { ...host, routes: [foreign] })).toEqual(overlap);
    const blocker = { family: "ip", table: "filter", chain: "FORWARD", entry: "FORWARD" };
    const blocked = { ...host, blockers: [{ ...blocker, listing: "" }] };
    expect(problemOf(wish, "eth0", blocked)).toMatchObject({
      code: "lan-forward-blocked",
      params: { table: "ip filter", chain: "FORWARD", entry: "FORWARD", interface: "vtap0" },
    });
    const listing = "table ip filter {\n\tchain FORWARD {\n\t\taccept\n\t}\n}\n";
    const passing = { ...blocker, listing };
    expect(problemOf(wish, "eth0", { ...host, blockers: [passing] })).toBeNull();
  });
});

it("an uplink is refused if it is not there, lo, or the LAN's own", () => {
  const codes = ["eth0", "eth1", "lo", "vtap0"].map(
    (name) => choiceRefusal({ mode: "pinned", interface: name }, defaultLan, host.links)?.code,
  );
  expect(codes).toEqual([undefined, "uplink-unknown", "uplink-is-lan", "uplink-is-lan"]);
  // One that may come later has its place in an order of preference.
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
