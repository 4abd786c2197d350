import type { DesiredLan } from "../../../contract/lan/netd.ts";
import type { LanIdentity } from "../../../contract/lan/network.ts";
import {
  formatSubnet,
  overlaps,
  parseIpv4,
  parseSubnet,
  type Subnet,
  subnetOf,
} from "../../base/ip-address.ts";
import type { PolicyRule, Route } from "../../uplink/ip-json.ts";
import { isOwn } from "../../uplink/own-protocol.ts";
import type { LanObserved } from "./operations.ts";
import { firstTable, type LanStateFile, type OwnRouting, usualPriority } from "./state-file.ts";

/** Returns the LAN's subnet, from the host's own address in it. */
export function lanSubnet(lan: LanIdentity): Subnet {
  // The address was parsed with the contract's pattern, so parseIpv4 accepts it.
  return subnetOf(parseIpv4(lan.address) ?? 0, lan.prefixLength);
}

type Observed = Pick<LanObserved, "rules" | "routes">;
/** The parts of a state file that tell which rules and tables are ours. */
export type Owned = Pick<LanStateFile, "routing" | "tap" | "wish">;

/**
 * The metric of the route that refuses: behind every route of the kernel's own (the highest metric is
 * 4294967295). Without that route, packets of a lost one would fall through to the host's other tables.
 */
export const lastMetric = 4278198272;

/** The priorities of an earlier version's rules: the return route, then machines, LAN and target. */
const formerPriorities = { first: 5000, last: 5101 };

/** Returns whether a rule is what an earlier version's LAN has, if the state file is of one. */
function isFormerRule(rule: PolicyRule, { routing, tap, wish }: Owned): boolean {
  if (routing.marked) return false;
  const { first, last } = formerPriorities;
  const { priority, table, iif, to } = rule;
  if (priority === first) {
    return table === "main" && wish !== null && to === formatSubnet(lanSubnet(wish.lan));
  }
  const isOfLan = iif !== null && (iif === tap || iif === wish?.lan.interface);
  const isPlaced = priority > first && priority <= last;
  return isOfLan && isPlaced && (table === null || routing.tables.map(String).includes(table));
}

/** Returns whether a rule is ours: by its protocol, or by an earlier version's state file. */
export const isOwnRule = (rule: PolicyRule, owned: Owned) =>
  isOwn(rule) || isFormerRule(rule, owned);

/**
 * Returns whether all routes of a table are ours. An earlier version's state file names tables that
 * it may not have used: those that it did have the route that refuses.
 */
function isOwnTable(table: string, { routing }: Owned, { routes }: Observed): boolean {
  if (!routing.tables.map(String).includes(table)) return false;
  return (
    routing.marked || routes.some((each) => each.table === table && each.metric === lastMetric)
  );
}

/** Returns whether a route is ours: by its protocol, or by its table. */
export const isOwnRoute = (route: Route, owned: Owned, observed: Observed) =>
  isOwn(route) || isOwnTable(route.table, owned, observed);

/** Returns the tables with routes of ours, and whether all of their routes are. */
export function ownTables(
  owned: Owned,
  observed: Observed,
): readonly { readonly table: string; readonly isWhole: boolean }[] {
  const tables = new Set(
    observed.routes.filter((route) => isOwnRoute(route, owned, observed)).map(({ table }) => table),
  );
  return [...tables].map((table) => ({ table, isWhole: isOwnTable(table, owned, observed) }));
}

/** The host's own rule for its main table (ip-rule(8)); rules of others come before it. */
const mainPriority = 32766;
/** The rules behind the LAN's: the target of skips, the return route, and those of sources. */
export const behind = { landing: 1, return: 2, sources: 3 } as const;

/** Returns others' rules that come before the host's main table, except for its local one. */
export function foreignRules(owned: Owned, { rules }: Observed): readonly PolicyRule[] {
  return rules.filter(
    (rule) => !isOwnRule(rule, owned) && rule.priority < mainPriority && rule.table !== "local",
  );
}

/** Returns whether a rule could lead packets elsewhere that come from the LAN, or go into it. */
function couldTake({ inverse, iif, from, to, table }: PolicyRule, lan: LanIdentity): boolean {
  const covers = (place: string | null) => {
    const subnet = parseSubnet(place?.includes("/") ? place : `${place}/32`);
    return place === null || place === "all" || (subnet && overlaps(subnet, lanSubnet(lan)));
  };
  if (inverse) return true;
  const isFromLan = (iif === null || iif === lan.interface) && covers(from);
  return isFromLan || (covers(to) === true && table !== "main");
}

/** Returns the rule of others that is in the way of ours at a priority; null if none is. */
export function ruleInWay(
  lan: LanIdentity,
  owned: Owned,
  observed: Observed,
  priority: number,
): PolicyRule | null {
  const before = foreignRules(owned, observed).filter(
    (rule) => rule.priority <= priority && couldTake(rule, lan),
  );
  return before.sort((a, b) => a.priority - b.priority)[0] ?? null;
}

/**
 * Returns the priority of the LAN's rule that puts all of ours before those of others that could
 * take its packets. A program that names none gets the place before all that there are, so each
 * VPN that connects later lands before ours. None goes before the host's local table, by which
 * machines reach this computer.
 */
function frontPriority({ lan, machineUplinks }: Wanted, owned: Owned, observed: Observed): number {
  const isLocal = ({ table }: PolicyRule) => table === "local";
  const local = Math.max(0, ...observed.rules.filter(isLocal).map(({ priority }) => priority));
  const others = foreignRules(owned, observed)
    .filter((rule) => rule.priority > local && couldTake(rule, lan))
    .map(({ priority }) => priority);
  const front = Math.min(usualPriority, ...others.map((each) => each - 1 - behind.sources));
  return Math.max(front, local + 1 + machineUplinks.length);
}

type Wanted = Pick<DesiredLan, "lan" | "machineUplinks">;

/** Returns the first tables that nobody has routes in, or rules for. */
function freeTables(count: number, owned: Owned, { rules, routes }: Observed): readonly number[] {
  const taken = new Set([
    ...owned.routing.tables.map(String),
    ...routes.filter((route) => !isOwn(route)).map(({ table }) => table),
    ...rules.filter((rule) => !isOwn(rule)).map(({ table }) => table),
  ]);
  const free: number[] = [];
  for (let table = firstTable; free.length < count; table += 1) {
    if (!taken.has(String(table))) free.push(table);
  }
  return free;
}

/**
 * Returns the priorities and tables of a desired state: the tables that it has, with further ones as
 * needed, and the foremost priority, or the present one if the rules are to stay where they are.
 */
export function chooseRouting(
  wanted: Wanted,
  owned: Owned,
  observed: Observed,
  isStaying = false,
): OwnRouting {
  const { routing } = owned;
  const count = 1 + wanted.machineUplinks.length;
  const kept = routing.tables.slice(0, count);
  return {
    ...routing,
    priority: isStaying ? routing.priority : frontPriority(wanted, owned, observed),
    tables: [...kept, ...freeTables(count - kept.length, owned, observed)],
  };
}
