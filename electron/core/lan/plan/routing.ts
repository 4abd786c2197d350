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
 * The priority at which packets of machines that follow the host's own routing go on, past the
 * LAN's rule.
 */
export const landingPriority = lanPriority + 1;
/** The routing table of the LAN; each machine with a way of its own has one of the next. */
const lanTable = 7100;
/** As many machines can have ways of their own as there are tables kept for them. */
export const mostMachineUplinks = 99;

/** How packets of the LAN or of one machine are routed now. */
interface Steered {
  readonly steering: Steering;
  /** null: refuse all. */
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

/** A desired state with its choices as they are now. */
export interface SettledLan extends Pick<DesiredLan, "lan"> {
  readonly uplink: SettledChoice;
  readonly machineUplinks: readonly { readonly address: string; readonly uplink: SettledChoice }[];
}

/** Settles all choices of a desired state. */
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

/** The ways that need steering. Automatic needs none for the LAN: the host's routing decides. */
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
  // Rules are looked at from the lowest priority on: where to go on must be there first.
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

/** Before all rules of ours that steer, and those of VPNs. */
export const returnPriority = lanPriority - mostMachineUplinks - 1;
/** The host's own rule for its main table (ip-rule(8)); rules of others come before it. */
const mainPriority = 32766;

const isReturn = ({ priority, table, to }: PolicyRule) =>
  priority === returnPriority && table === "main" && to !== null;

/**
 * Plans the rule that leads answers into the LAN where others have rules that would lead them
 * elsewhere, such as a VPN's. Packets that leave the LAN are not concerned.
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

/** The steps that a table still needs to hold a route, and nothing else. */
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

/** Plans the steps that the routing of the ways still needs. */
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

/** The interface by which packets leave now by a choice; null: nothing leaves. */
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

/** The interface by which the LAN's packets leave now; null: nothing leaves. */
export function activeUplink(
  desired: DesiredLan,
  observed: Pick<LanObserved, "links" | "routes" | "onward">,
  gateways: LanStateFile["gateways"],
): string | null {
  return uplinkOf(desired.uplink, desired.lan.interface, observed, gateways);
}
