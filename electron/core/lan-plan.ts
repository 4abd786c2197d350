import type { LanWish } from "../contract/netd.ts";
import type { LanSettings, UplinkChoice } from "../contract/network.ts";
import { parseIpv4, type Subnet, subnetOf } from "./ip-address.ts";
import type { Link, PolicyRule, Route } from "./ip-json.ts";
import type { FlagEntry, LanBook } from "./lan-book.ts";
import { renderRuleset } from "./nft-ruleset.ts";
import { automaticUplink, findGateway, isOwnTable, listUplinks, obstacleOf } from "./uplinks.ts";

/** The priority of the rule that steers the LAN: before the rules of VPNs (Tailscale: 5210). */
const lanPriority = 5100;
/** The routing table of the LAN; each machine with a way of its own has one of the next. */
const lanTable = 7100;
/** As many machines can have ways of their own as there are tables kept for them. */
export const mostMachineUplinks = 99;

/** One privileged step. Each can be repeated without harm. */
export type LanOperation =
  | { readonly do: "create-tap"; readonly interface: string; readonly uid: number }
  | { readonly do: "delete-tap"; readonly interface: string }
  | {
      readonly do: "add-address";
      readonly interface: string;
      readonly address: string;
      readonly prefixLength: number;
    }
  | { readonly do: "link-up"; readonly interface: string }
  | { readonly do: "set-forwarding"; readonly interface: string; readonly on: boolean }
  | { readonly do: "load-ruleset"; readonly text: string }
  | { readonly do: "delete-ruleset" }
  | { readonly do: "add-rule"; readonly rule: Steering }
  | { readonly do: "delete-rule"; readonly rule: PolicyRule }
  | {
      readonly do: "replace-route";
      readonly table: number;
      readonly interface: string;
      /** null: the link needs none. */
      readonly gateway: string | null;
    }
  | { readonly do: "refuse-rest"; readonly table: number }
  | { readonly do: "delete-route"; readonly route: Route }
  | { readonly do: "flush-table"; readonly table: string }
  | { readonly do: "drop-flows"; readonly subnet: Subnet };

/** Sends what comes from the LAN, or from one machine, to a routing table of ours. */
export interface Steering {
  readonly priority: number;
  readonly interface: string;
  /** One machine's address; null: all of the LAN. */
  readonly from: string | null;
  readonly table: number;
}

/** The kernel's state, as far as the LAN depends on it. */
export interface LanObserved {
  readonly links: readonly Link[];
  readonly rules: readonly PolicyRule[];
  readonly routes: readonly Route[];
  /** IPv4 interfaces that forward what comes in there. */
  readonly forwarding: ReadonlySet<string>;
  /** `net.ipv4.ip_forward`, which we never touch. */
  readonly globalForwarding: boolean;
  /** Our table as nft lists it (without counters); null: there is none. */
  readonly listing: string | null;
}

/** How the packets of the LAN or of one machine are steered now. */
interface Steered {
  readonly steering: Steering;
  /** null: refuse all. */
  readonly route: { readonly interface: string; readonly gateway: string | null } | null;
}

/** The LAN's subnet, from the host's own address in it. */
export function lanSubnet(lan: LanSettings): Subnet {
  // The address was parsed with the contract's pattern, which parseIpv4 takes as a whole.
  return subnetOf(parseIpv4(lan.address) ?? 0, lan.prefixLength);
}

/** Where packets leave for a pinned interface; null while it cannot carry them. */
function routeOf(
  choice: UplinkChoice,
  observed: Pick<LanObserved, "links" | "routes">,
  gateways: LanBook["gateways"],
): Steered["route"] {
  if (choice.mode !== "pinned") return null;
  const link = observed.links.find((each) => each.name === choice.interface);
  if (link === undefined) return null;
  const gateway = findGateway(link, observed.routes, gateways[link.name] ?? null);
  return obstacleOf(link, gateway) === null ? { interface: link.name, gateway } : null;
}

/** The ways that need steering. Automatic needs none for the LAN: the host's routing decides. */
function waysOf(wish: LanWish, observed: LanObserved, gateways: LanBook["gateways"]): Steered[] {
  const ways: Steered[] = wish.machineUplinks.map((machine, index) => ({
    steering: {
      priority: lanPriority - mostMachineUplinks + index,
      interface: wish.lan.interface,
      from: machine.address,
      table: lanTable + 1 + index,
    },
    route: routeOf(machine.uplink, observed, gateways),
  }));
  if (wish.uplink.mode !== "automatic") {
    ways.push({
      steering: {
        priority: lanPriority,
        interface: wish.lan.interface,
        from: null,
        table: lanTable,
      },
      route: routeOf(wish.uplink, observed, gateways),
    });
  }
  return ways;
}

/**
 * The interfaces that must forward: the LAN's own, always, because the kernel refuses packets with
 * an answer only where it forwards, and swallows them elsewhere; and those that answers come by.
 */
function forwardingWanted(wish: LanWish, observed: LanObserved): ReadonlySet<string> {
  const { links, routes } = observed;
  const lan = wish.lan.interface;
  const wanted = new Set([lan]);
  for (const choice of [wish.uplink, ...wish.machineUplinks.map((each) => each.uplink)]) {
    if (choice.mode === "none") continue;
    if (choice.mode === "pinned") {
      if (links.some((link) => link.name === choice.interface)) wanted.add(choice.interface);
      continue;
    }
    const possible = listUplinks({
      links,
      routes,
      lan,
      facts: new Map(),
      chosen: null,
      gateways: {},
    });
    for (const each of possible) if (each.addresses.length > 0) wanted.add(each.interface);
  }
  return wanted;
}

/** Flags that are still ours: the interface is there, and nobody switched on forwarding for all. */
export function ownFlags(book: LanBook, observed: LanObserved): readonly FlagEntry[] {
  return book.flags.filter(
    (entry) =>
      observed.links.some((link) => link.name === entry.interface) &&
      (entry.globalWas || !observed.globalForwarding),
  );
}

const sameRule = (rule: PolicyRule, steering: Steering) =>
  rule.priority === steering.priority &&
  rule.iif === steering.interface &&
  rule.from === (steering.from ?? "all") &&
  rule.table === String(steering.table);

const isOurs = (rule: PolicyRule) => rule.table !== null && isOwnTable(rule.table);

/** What the routing of the ways still needs: nothing is refused in the meantime by this alone. */
function planRouting(ways: readonly Steered[], observed: LanObserved): LanOperation[] {
  const operations: LanOperation[] = [];
  for (const way of ways) {
    const table = way.steering.table;
    const inTable = observed.routes.filter((route) => route.table === String(table));
    if (!inTable.some((route) => route.type === "unreachable")) {
      operations.push({ do: "refuse-rest", table });
    }
    const isWanted = (route: Route) =>
      way.route !== null &&
      route.destination === "default" &&
      route.metric === 0 &&
      route.interface === way.route.interface &&
      route.gateway === way.route.gateway;
    const present = inTable.filter((route) => route.type !== "unreachable");
    for (const route of present) {
      // A default route is replaced in place by the next step, not deleted before it.
      if (!isWanted(route) && (way.route === null || route.destination !== "default")) {
        operations.push({ do: "delete-route", route });
      }
    }
    if (way.route !== null && !present.some(isWanted)) {
      operations.push({ do: "replace-route", table, ...way.route });
    }
    if (!observed.rules.some((rule) => sameRule(rule, way.steering))) {
      operations.push({ do: "add-rule", rule: way.steering });
    }
  }
  const kept = (rule: PolicyRule) => ways.some((way) => sameRule(rule, way.steering));
  for (const rule of observed.rules) {
    if (isOurs(rule) && !kept(rule)) operations.push({ do: "delete-rule", rule });
  }
  const usedTables = new Set(ways.map((way) => String(way.steering.table)));
  for (const table of new Set(observed.routes.map((route) => route.table))) {
    if (isOwnTable(table) && !usedTables.has(table)) operations.push({ do: "flush-table", table });
  }
  return operations;
}

/**
 * The steps that make the kernel hold what is wished; none when it does already. Where ways
 * change, all ways are closed first and opened last, so that in between packets are refused
 * and none takes a way that was not chosen.
 */
export function planUp(
  wish: LanWish,
  book: LanBook,
  observed: LanObserved,
  uid: number,
): readonly LanOperation[] {
  const lan = wish.lan;
  const subnet = lanSubnet(lan);
  const host: LanOperation[] = [];
  const tap = observed.links.find((link) => link.name === lan.interface);
  if (tap === undefined) host.push({ do: "create-tap", interface: lan.interface, uid });
  const hasAddress = tap?.addresses.some(
    (each) => each.address === lan.address && each.prefixLength === lan.prefixLength,
  );
  if (!hasAddress) {
    const { address, prefixLength } = lan;
    host.push({ do: "add-address", interface: lan.interface, address, prefixLength });
  }
  if (!tap?.up) host.push({ do: "link-up", interface: lan.interface });

  const wanted = forwardingWanted(wish, observed);
  const own = ownFlags(book, observed);
  const flags: LanOperation[] = [...wanted]
    .filter((name) => !observed.forwarding.has(name))
    .map((name) => ({ do: "set-forwarding", interface: name, on: true }));
  for (const entry of own) {
    if (!wanted.has(entry.interface) && observed.forwarding.has(entry.interface)) {
      flags.push({ do: "set-forwarding", interface: entry.interface, on: false });
    }
  }
  const guarded = [...wanted].filter(
    (name) =>
      name !== lan.interface &&
      (!observed.forwarding.has(name) || own.some((entry) => entry.interface === name)),
  );

  const rules = { lan: lan.interface, subnet, hostAccess: lan.hostAccess, guarded };
  const isClosed = (uplink: UplinkChoice) =>
    uplink.mode !== "automatic" && routeOf(uplink, observed, book.gateways) === null;
  const open = renderRuleset({
    ...rules,
    uplink: wish.uplink,
    closed: isClosed(wish.uplink),
    machines: wish.machineUplinks.map((each) => ({ ...each, closed: isClosed(each.uplink) })),
  });
  // For a moment only: connections that would survive it must not be told that they are refused.
  const closed = renderRuleset({
    ...rules,
    uplink: { mode: "none" },
    closed: false,
    machines: [],
  });
  const holds = (text: string) =>
    book.ruleset !== null &&
    book.ruleset.text === text &&
    book.ruleset.listing === observed.listing;

  const routing = planRouting(waysOf(wish, observed, book.gateways), observed);
  if (routing.length === 0) {
    return [...host, ...(holds(open) ? [] : [load(open)]), ...flags];
  }
  return [
    ...(holds(closed) ? [] : [load(closed)]),
    ...host,
    ...routing,
    ...flags,
    load(open),
    { do: "drop-flows", subnet },
  ];
}

function load(text: string): LanOperation {
  return { do: "load-ruleset", text };
}

/**
 * The steps that take back what the book says we changed, and nothing else. The LAN stops
 * forwarding first: with the rules gone before, packets would leave with private addresses.
 */
export function planDown(book: LanBook, observed: LanObserved): readonly LanOperation[] {
  const operations: LanOperation[] = [];
  const flag = (name: string) => {
    operations.push({ do: "set-forwarding", interface: name, on: false });
  };
  const ours = observed.links.find((link) => link.name === book.tap);
  if (ours !== undefined && observed.forwarding.has(ours.name)) flag(ours.name);
  for (const rule of observed.rules) {
    if (isOurs(rule)) operations.push({ do: "delete-rule", rule });
  }
  for (const table of new Set(observed.routes.map((route) => route.table))) {
    if (isOwnTable(table)) operations.push({ do: "flush-table", table });
  }
  for (const { address, prefixLength } of ours?.addresses ?? []) {
    const subnet = subnetOf(parseIpv4(address) ?? 0, prefixLength);
    operations.push({ do: "drop-flows", subnet });
  }
  for (const entry of ownFlags(book, observed)) {
    if (entry.interface !== book.tap && observed.forwarding.has(entry.interface)) {
      flag(entry.interface);
    }
  }
  if (observed.listing !== null) operations.push({ do: "delete-ruleset" });
  if (ours !== undefined) operations.push({ do: "delete-tap", interface: ours.name });
  return operations;
}

/** The interface by which the LAN's packets leave now; null: nothing leaves. */
export function activeUplink(
  wish: LanWish,
  observed: Pick<LanObserved, "links" | "routes">,
  gateways: LanBook["gateways"],
): string | null {
  if (wish.uplink.mode === "automatic") {
    return automaticUplink(observed.links, observed.routes, wish.lan.interface);
  }
  return routeOf(wish.uplink, observed, gateways)?.interface ?? null;
}

/** The last known gateway of each uplink, with those added that the host has now. */
export function rememberGateways(
  known: LanBook["gateways"],
  observed: LanObserved,
  lan: string,
): LanBook["gateways"] {
  const { links, routes } = observed;
  const found = listUplinks({ links, routes, lan, facts: new Map(), chosen: null, gateways: {} });
  const now = found.flatMap((each) =>
    each.gateway === null ? [] : [[each.interface, each.gateway] as const],
  );
  return { ...known, ...Object.fromEntries(now) };
}

/**
 * Whether nothing of what a book tells of is there: then it belongs to a network namespace that
 * is gone and whose number was given away again, and says nothing of this one.
 */
export function isOfAnotherNamespace(book: LanBook, observed: LanObserved): boolean {
  return (
    observed.listing === null &&
    !observed.links.some((link) => link.name === book.tap) &&
    !observed.rules.some(isOurs) &&
    !observed.routes.some((route) => isOwnTable(route.table))
  );
}
