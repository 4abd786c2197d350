import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { defaultLan } from "../../../contract/lan/network.ts";
import type { PolicyRule, Route } from "../../uplink/ip-json.ts";
import { ownProtocol } from "../../uplink/own-protocol.ts";
import { chooseRouting, isOwnRule, lastMetric, type Owned, ownTables } from "./own-routing.ts";
import { emptyStateFile, lanStateFileSchema } from "./state-file.ts";

function rule(priority: number, more: Partial<PolicyRule>): PolicyRule {
  const all = { from: "all", to: null, iif: null, table: null, inverse: false, text: "" };
  return { ...all, priority, protocol: 0, ...more };
}

function route(table: number, more: Partial<Route> = {}): Route {
  const away = { type: "unicast", destination: "default", gateway: "10.0.1.1", interface: "eth0" };
  return { ...away, table: String(table), metric: 0, protocol: 0, ...more };
}

const host = [
  rule(0, { table: "local" }),
  rule(32766, { table: "main" }),
  rule(32767, { table: "default" }),
];
const fresh: Owned = emptyStateFile("boot");
const machines = (count: number) =>
  Array.from({ length: count }, (_each, index) => ({
    address: `192.168.100.${index + 1}`,
    uplink: { mode: "none" } as const,
  }));
const wanted = (count = 0) => ({ lan: defaultLan, machineUplinks: machines(count) });
const choose = (
  rules: readonly PolicyRule[],
  { count = 0, routes = [] as readonly Route[], owned = fresh } = {},
) => chooseRouting(wanted(count), owned, { rules: [...host, ...rules], routes });

describe("tables", () => {
  it("are the first that nobody has routes in, or rules for", () => {
    expect(choose([], { count: 2 }).tables).toEqual([7100, 7101, 7102]);
    const routes = [route(7100), route(7103, { protocol: ownProtocol })];
    const rules = [rule(100, { from: "10.0.0.5", table: "7101" })];
    expect(choose(rules, { count: 2, routes }).tables).toEqual([7102, 7103, 7104]);
    const everywhere = Array.from({ length: 200 }, (_each, index) => route(7100 + index));
    expect(choose([], { routes: everywhere }).tables).toEqual([7300]);
  });

  it("stay when others come later, with as many as are needed", () => {
    const owned = { ...fresh, routing: { priority: 5100, tables: [7100, 7105], marked: true } };
    const routes = [route(7100), route(7101)];
    expect(choose([], { count: 2, routes, owned }).tables).toEqual([7100, 7105, 7102]);
    expect(choose([], { routes, owned }).tables).toEqual([7100]);
  });
});

describe("our rules", () => {
  const vpn = [rule(5098, { table: "main" }), rule(5099, { table: "51820", inverse: true })];

  it("stand before those of others that could take the LAN's packets, all together", () => {
    expect(choose([]).priority).toBe(5100);
    expect(choose(vpn).priority).toBe(5094);
    expect(choose(vpn, { count: 99 }).priority).toBe(5094);
    // Tailscale's come behind the usual place.
    expect(choose([rule(5270, { table: "52" })]).priority).toBe(5100);
    expect(choose([rule(300, { iif: "vtap0", table: "9" })]).priority).toBe(296);
  });

  it("let those be that have nothing to do with the LAN", () => {
    const others = [
      rule(100, { from: "10.0.0.5", to: "10.0.0.0/8", table: "9" }),
      rule(101, { to: "192.168.101.0/24", iif: "eth0", table: "9" }),
      rule(102, { iif: "eth0", table: "main" }),
    ];
    expect(choose(others).priority).toBe(5100);
  });

  it("stay behind the local table, by which machines reach this computer", () => {
    const cilium = [rule(9, { table: "2004" }), rule(100, { table: "local" })];
    expect(choose(cilium).priority).toBe(5100);
    expect(choose([rule(2, { table: "9" })], { count: 3 }).priority).toBe(4);
  });

  it("are known by their protocol, and nobody else's by their tables or places", () => {
    const steers = { iif: "vtap0", table: "7100" };
    expect(isOwnRule(rule(5100, steers), { ...fresh, tap: "vtap0" })).toBe(false);
    expect(isOwnRule(rule(77, { ...steers, protocol: ownProtocol }), fresh)).toBe(true);
  });
});

describe("the state file of an earlier version", () => {
  const desired = { lan: defaultLan, uplink: { mode: "none" }, machineUplinks: machines(1) };
  const file = v.parse(lanStateFileSchema, {
    ...{ version: 1, boot: "b", tap: "vtap0", flags: [], gateways: {}, ruleset: null },
    wish: { ...desired, reservations: [], forwards: [] },
  });
  const refuses = { type: "unreachable", gateway: null, interface: null, metric: lastMetric };

  it("names the rules of that version", () => {
    const own = [
      rule(5000, { table: "main", to: "192.168.100.0/24" }),
      rule(5001, { from: "192.168.100.1", iif: "vtap0", table: "7101" }),
      rule(5100, { iif: "vtap0", table: "7100" }),
      rule(5101, { iif: "vtap0" }),
    ];
    const others = [
      rule(5000, { table: "main", to: "10.0.0.0/8" }),
      rule(5001, { from: "192.168.100.1", iif: "eth0", table: "7101" }),
      rule(5100, { table: "7100" }),
      rule(4999, { iif: "vtap0", table: "7100" }),
    ];
    expect(own.map((each) => isOwnRule(each, file))).toEqual(own.map(() => true));
    expect(others.map((each) => isOwnRule(each, file))).toEqual(others.map(() => false));
    const marked = { ...file, routing: { ...file.routing, marked: true } };
    expect(own.map((each) => isOwnRule(each, marked))).toEqual(own.map(() => false));
  });

  it("names the tables in which that version refuses the rest, and no others", () => {
    const routes = [route(7100), route(7100, refuses), route(7150), route(7200, refuses)];
    expect(ownTables(file, { rules: [], routes })).toEqual([{ table: "7100", isWhole: true }]);
    const mine = route(7300, { protocol: ownProtocol });
    expect(ownTables(fresh, { rules: [], routes: [...routes, mine] })).toEqual([
      { table: "7300", isWhole: false },
    ]);
  });
});
