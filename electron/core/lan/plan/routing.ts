import type { DesiredLan } from "../../../contract/lan/netd.ts";
import type { UplinkChoice } from "../../../contract/uplink/choice.ts";
import { followsHost, matchChoice, pinnedTo } from "../../../contract/uplink/choice.ts";
import { formatSubnet, parseIpv4, subnetOf } from "../../base/ip-address.ts";
import type { SettledChoice } from "../../uplink/choice.ts";
import type { PolicyRule, Route } from "../../uplink/ip-json.ts";
import { automaticUplink, findGateway, isOwnTable, obstacleOf } from "../../uplink/uplinks.ts";
import type { LanObserved, LanOperation, Steering } from "./operations.ts";
import type { LanStateFile } from "./state-file.ts";

/** The priority of the rule that steers the LAN: before the rules of VPNs (Tailscale: 5210). */
const lanPriority = 5100;
/**
 * The priority at which packets of machines that follow the host's own routing continue, past the
 * LAN's rule.
 */
export const landingPriority = lanPriority + 1;
/** The routing table of the LAN; each machine with an uplink of its own has one of the next. */
const lanTable = 7100;
/** The number of routing tables that are reserved for machines with uplinks of their own. */
export const mostMachineUplinks = 99;

/** The present routing of packets of the LAN or of one machine. */
interface Steered {
  readonly steering: Steering;
  /** Null to refuse all. */
  readonly route: { readonly interface: string; readonly gateway: string | null } | null;
}

/**
 * Resolves a choice: for an order of preference, the first interface that can carry packets, or the
 * first of all while none can.
 */
export function settleChoice(
  choice: UplinkChoice,
  observed: Pick<LanObserved, "links" | "routes">,
  gateways: LanStateFile["gateways"],
): SettledChoice {
  const same = (settled: SettledChoice) => settled;
  return matchChoice<UplinkChoice["mode"], SettledChoice>(choice, {
    automatic: same,
    pinned: same,
    none: same,
    preferred: ({ interfaces }) => {
      const pins = interfaces.map((name) => ({ mode: "pinned", interface: name }) as const);
      const works = pins.find((pin) => routeOf(pin, observed, gateways) !== null);
      return works ?? pins[0] ?? { mode: "none" };
    },
  });
}

/** A desired state with its choices resolved. */
export interface SettledLan extends Pick<DesiredLan, "lan"> {
  readonly uplink: SettledChoice;
  readonly machineUplinks: readonly { readonly address: string; readonly uplink: SettledChoice }[];
}

/** Resolves all choices of a desired state. */
export function settleDesiredLan(
  desired: DesiredLan,
  observed: Pick<LanObserved, "links" | "routes">,
  gateways: LanStateFile["gateways"],
): SettledLan {
  const settle = (choice: UplinkChoice) => settleChoice(choice, observed, gateways);
  return {
    lan: desired.lan,
    uplink: settle(desired.uplink),
    machineUplinks: desired.machineUplinks.map((each) => ({
      ...each,
      uplink: settle(each.uplink),
    })),
  };
}

/** Returns the route of a pinned interface; null while it cannot carry packets. */
export function routeOf(
  choice: SettledChoice,
  observed: Pick<LanObserved, "links" | "routes">,
  gateways: LanStateFile["gateways"],
): Steered["route"] {
  const pinned = pinnedTo(choice);
  const link = observed.links.find((each) => each.name === pinned);
  if (link === undefined) return null;
  const gateway = findGateway(link, observed.routes, gateways[link.name] ?? null);
  return obstacleOf(link, gateway) === null ? { interface: link.name, gateway } : null;
}

/**
 * Returns the uplinks that need rules. An automatic one of the LAN needs none: the host's routing
 * decides.
 */
export function waysOf(
  desired: SettledLan,
  observed: LanObserved,
  gateways: LanStateFile["gateways"],
): Steered[] {
  const lan = desired.lan.interface;
  const ways: Steered[] = desired.machineUplinks.map((machine, index) => ({
    steering: {
      priority: lanPriority - mostMachineUplinks + index,
      interface: lan,
      from: machine.address,
      table: followsHost(machine.uplink) ? null : lanTable + 1 + index,
    },
    route: routeOf(machine.uplink, observed, gateways),
  }));
  // Rules are evaluated from the lowest priority on: the target of the skip must exist first.
  if (ways.some((way) => way.steering.table === null)) {
    const landing = { priority: landingPriority, interface: lan, from: null, table: null };
    ways.unshift({ steering: landing, route: null });
  }
  if (!followsHost(desired.uplink)) {
    ways.push({
      steering: { priority: lanPriority, interface: lan, from: null, table: lanTable },
      route: routeOf(desired.uplink, observed, gateways),
    });
  }
  return ways;
}

/** Before all our rules that steer, and those of VPNs. */
export const returnPriority = lanPriority - mostMachineUplinks - 1;
/** The host's own rule for its main table (ip-rule(8)); rules of others come before it. */
const mainPriority = 32766;

const isReturn = ({ priority, table, to }: PolicyRule) =>
  priority === returnPriority && table === "main" && to !== null;

/**
 * Plans the rule that routes answers into the LAN where rules of other programs, such as a VPN's,
 * would redirect them. It does not apply to packets that leave the LAN.
 */
export function planReturn({ lan }: SettledLan, { rules }: LanObserved): LanOperation[] {
  const subnet = subnetOf(parseIpv4(lan.address) ?? 0, lan.prefixLength);
  const isNeeded = rules.some(
    (rule) =>
      !isOurs(rule) &&
      rule.priority > 0 &&
      rule.priority < mainPriority &&
      rule.table !== null &&
      rule.table !== "main",
  );
  const isWanted = (rule: PolicyRule) => isNeeded && rule.to === formatSubnet(subnet);
  const present = rules.filter(isReturn);
  return [
    ...(isNeeded && !present.some(isWanted) ? [{ do: "keep-return", subnet } as const] : []),
    ...present
      .filter((rule) => !isWanted(rule))
      .map((rule) => ({ do: "delete-rule", rule }) as const),
  ];
}

const sameRule = (rule: PolicyRule, steering: Steering) =>
  rule.priority === steering.priority &&
  rule.iif === steering.interface &&
  rule.from === (steering.from ?? "all") &&
  rule.table === (steering.table === null ? null : String(steering.table));

/** Returns whether a rule is ours, by its table or, without a table, by its priority. */
export const isOurs = (rule: PolicyRule) => isReturn(rule) || isSteering(rule);

const isSteering = (rule: PolicyRule) =>
  rule.table === null
    ? rule.iif !== null &&
      rule.priority > lanPriority - mostMachineUplinks - 1 &&
      rule.priority <= landingPriority
    : isOwnTable(rule.table);

/** Returns the steps that make a table hold one route, and no other. */
function planTable(table: number, wanted: Steered["route"], routes: readonly Route[]) {
  const operations: LanOperation[] = [];
  const inTable = routes.filter((route) => route.table === String(table));
  if (!inTable.some((route) => route.type === "unreachable")) {
    operations.push({ do: "refuse-rest", table });
  }
  const isWanted = (route: Route) =>
    wanted !== null &&
    route.destination === "default" &&
    route.metric === 0 &&
    route.interface === wanted.interface &&
    route.gateway === wanted.gateway;
  const present = inTable.filter((route) => route.type !== "unreachable");
  for (const route of present) {
    // A default route is replaced in place by the next step, not deleted before it.
    const isReplaced = wanted !== null && route.destination === "default" && route.metric === 0;
    if (!isWanted(route) && !isReplaced) operations.push({ do: "delete-route", route });
  }
  if (wanted !== null && !present.some(isWanted)) {
    operations.push({ do: "replace-route", table, ...wanted });
  }
  return operations;
}

/** Plans the missing steps for the routing of uplinks. */
export function planRouting(ways: readonly Steered[], observed: LanObserved): LanOperation[] {
  const operations: LanOperation[] = [];
  for (const { steering, route } of ways) {
    if (steering.table !== null) {
      operations.push(...planTable(steering.table, route, observed.routes));
    }
    if (!observed.rules.some((rule) => sameRule(rule, steering))) {
      operations.push({ do: "add-rule", rule: steering });
    }
  }
  for (const rule of observed.rules) {
    const isKept = ways.some((way) => sameRule(rule, way.steering));
    if (isSteering(rule) && !isKept) operations.push({ do: "delete-rule", rule });
  }
  const used = new Set(ways.map((way) => String(way.steering.table)));
  for (const table of new Set(observed.routes.map((route) => route.table))) {
    if (isOwnTable(table) && !used.has(table)) operations.push({ do: "flush-table", table });
  }
  return operations;
}

/** Returns the interface by which packets leave now by a choice; null if none. */
export function uplinkOf(
  desired: UplinkChoice,
  lan: string,
  observed: Pick<LanObserved, "links" | "routes" | "onward">,
  gateways: LanStateFile["gateways"],
): string | null {
  const choice = settleChoice(desired, observed, gateways);
  if (followsHost(choice)) return automaticUplink(observed.links, observed.onward, lan);
  return routeOf(choice, observed, gateways)?.interface ?? null;
}

/** Returns the interface by which the LAN's packets leave now; null if none. */
export function activeUplink(
  desired: DesiredLan,
  observed: Pick<LanObserved, "links" | "routes" | "onward">,
  gateways: LanStateFile["gateways"],
): string | null {
  return uplinkOf(desired.uplink, desired.lan.interface, observed, gateways);
}
