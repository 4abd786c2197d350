import { formatSubnet } from "../../base/ip-address.ts";
import type { PolicyRule, Route } from "../../uplink/ip-json.ts";
import { isOwn } from "../../uplink/own-protocol.ts";
import type { LanObserved, LanOperation, Steering, TableRoute } from "./operations.ts";
import {
  behind,
  foreignRules,
  isOwnRule,
  lanSubnet,
  type Owned,
  ownTables,
} from "./own-routing.ts";
import type { SettledLan, Steered } from "./routing.ts";

/**
 * Plans the rule that routes answers into the LAN where rules of other programs, such as a VPN's,
 * would redirect them. It does not apply to packets that leave the LAN.
 */
export function planReturn(
  { lan }: SettledLan,
  observed: LanObserved,
  owned: Owned,
): LanOperation[] {
  const subnet = lanSubnet(lan);
  const priority = owned.routing.priority + behind.return;
  const isNeeded = foreignRules(owned, observed).some(
    (rule) => rule.priority > 0 && rule.table !== null && rule.table !== "main",
  );
  const isWanted = (rule: PolicyRule) =>
    isNeeded &&
    isOwn(rule) &&
    rule.priority === priority &&
    rule.table === "main" &&
    rule.to === formatSubnet(subnet);
  const present = observed.rules.filter((rule) => isOwnRule(rule, owned) && isReturn(rule));
  return [
    ...(isNeeded && !present.some(isWanted)
      ? [{ do: "keep-return", subnet, priority } as const]
      : []),
    ...present
      .filter((rule) => !isWanted(rule))
      .map((rule) => ({ do: "delete-rule", rule }) as const),
  ];
}

/** Returns whether a rule of ours leads answers into the LAN. */
const isReturn = ({ table, to }: PolicyRule) => table === "main" && to !== null;

/** Returns whether a rule is what is wanted; one of an earlier version carries no protocol. */
const isRule = (rule: PolicyRule, steering: Steering, isMarked: boolean) =>
  (isOwn(rule) || !isMarked) &&
  rule.priority === steering.priority &&
  rule.iif === steering.interface &&
  rule.from === (steering.from ?? "all") &&
  rule.to === steering.to &&
  rule.table === (steering.table === null ? null : String(steering.table));

/** Returns the steps that make a table hold these routes, and no others. */
function planTable(
  table: number,
  wanted: readonly TableRoute[],
  routes: readonly Route[],
  isMarked: boolean,
) {
  const operations: LanOperation[] = [];
  const inTable = routes.filter((route) => route.table === String(table));
  const isMade = (route: Route) => isOwn(route) || !isMarked;
  if (!inTable.some((route) => route.type === "unreachable" && isMade(route))) {
    operations.push({ do: "refuse-rest", table });
  }
  const isRoute = (route: Route, one: TableRoute) =>
    isMade(route) &&
    route.destination === one.destination &&
    route.metric === 0 &&
    route.interface === one.interface &&
    route.gateway === one.gateway;
  const present = inTable.filter((route) => route.type !== "unreachable");
  for (const route of present) {
    // One to the same place is replaced by the next step, not deleted before it.
    const isReplaced =
      route.metric === 0 && wanted.some(({ destination }) => destination === route.destination);
    const isWanted = wanted.some((one) => isRoute(route, one));
    if (!isWanted && !isReplaced) operations.push({ do: "delete-route", route });
  }
  for (const one of wanted) {
    if (!present.some((route) => isRoute(route, one))) {
      operations.push({ do: "replace-route", table, ...one });
    }
  }
  return operations;
}

/**
 * Plans the missing steps for the routing of uplinks. `isMarked`: whether rules and routes must carry
 * our protocol.
 */
export function planRouting(
  ways: readonly Steered[],
  observed: Pick<LanObserved, "rules" | "routes">,
  owned: Owned,
  isMarked = true,
): LanOperation[] {
  const operations: LanOperation[] = [];
  // First of all: to delete a rule without protocol could delete a new one that is else the same.
  for (const rule of observed.rules) {
    const isKept = ways.some((way) => isRule(rule, way.steering, isMarked));
    if (isOwnRule(rule, owned) && !isReturn(rule) && !isKept) {
      operations.push({ do: "delete-rule", rule });
    }
  }
  const planned = new Set<number>();
  for (const { steering, routes } of ways) {
    if (steering.table !== null && !planned.has(steering.table)) {
      operations.push(...planTable(steering.table, routes, observed.routes, isMarked));
      planned.add(steering.table);
    }
    if (!observed.rules.some((rule) => isRule(rule, steering, isMarked))) {
      operations.push({
        do: "add-rule",
        rule: steering,
        landing: owned.routing.priority + behind.landing,
      });
    }
  }
  for (const each of ownTables(owned, observed)) {
    if (!planned.has(Number(each.table))) operations.push({ do: "flush-table", ...each });
  }
  return operations;
}
