import type { ErrorParams } from "../../../contract/errors/app-error.ts";
import type { DesiredLan } from "../../../contract/lan/netd.ts";
import type { UplinkChoice } from "../../../contract/uplink/choice.ts";
import { followsHost, matchChoice, pinnedTo } from "../../../contract/uplink/choice.ts";
import { formatSubnet, overlaps, parseIpv4, subnetOf } from "../../base/ip-address.ts";
import type { SettledChoice } from "../../uplink/choice.ts";
import type { Link } from "../../uplink/ip-json.ts";
import { automaticUplink, findGateway, obstacleOf } from "../../uplink/uplinks.ts";
import type { LanObserved, Steering, TableRoute } from "./operations.ts";
import { behind, type Owned, ruleInWay } from "./own-routing.ts";
import type { LanStateFile } from "./state-file.ts";

/** The present routing of packets of the LAN or of one machine. */
export interface Steered {
  readonly steering: Steering;
  /** Empty to refuse all. */
  readonly routes: readonly TableRoute[];
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
): { readonly interface: string; readonly gateway: string | null } | null {
  const pinned = pinnedTo(choice);
  const link = observed.links.find((each) => each.name === pinned);
  if (link === undefined) return null;
  const gateway = findGateway(link, observed.routes, gateways);
  const isUsable = obstacleOf(link, gateway, observed.routes) === null;
  return isUsable ? { interface: link.name, gateway } : null;
}

/**
 * Returns the addresses of an uplink whose subnet another interface is in, too. The host's main table
 * leads there by one of the two, so the other one would not be asked by ARP for its own address
 * (strict `rp_filter`), and answers would come in by the wrong one, where they are dropped.
 */
function sharedSources({ name, addresses }: Link, links: readonly Link[]) {
  const subnets = addresses.map(({ address, prefixLength }) => ({
    address,
    subnet: subnetOf(parseIpv4(address) ?? 0, prefixLength),
  }));
  const others = links
    .filter((each) => each.name !== name && each.up)
    .flatMap((each) => each.addresses)
    .map(({ address, prefixLength }) => subnetOf(parseIpv4(address) ?? 0, prefixLength));
  return subnets.filter(
    ({ subnet }) => subnet.prefixLength < 32 && others.some((other) => overlaps(subnet, other)),
  );
}

/**
 * Returns the way of a choice by a table, with what leads this computer's own packets from addresses
 * that share a subnet to that subnet by the same table.
 */
function wayOf(
  steering: Steering,
  choice: SettledChoice,
  observed: Pick<LanObserved, "links" | "routes">,
  { gateways, routing }: Known,
): readonly Steered[] {
  const route = routeOf(choice, observed, gateways);
  const link = observed.links.find(({ name }) => name === route?.interface);
  if (route === null || link === undefined || steering.table === null) {
    return [{ steering, routes: [] }];
  }
  const shared = sharedSources(link, observed.links);
  const subnets = [...new Set(shared.map(({ subnet }) => formatSubnet(subnet)))];
  const routes = [
    { destination: "default", ...route },
    ...subnets.map((destination) => ({ destination, interface: link.name, gateway: null })),
  ];
  const sources = shared.map(({ address, subnet }) => ({
    priority: routing.priority + behind.sources,
    interface: "lo",
    from: address,
    to: formatSubnet(subnet),
    table: steering.table,
  }));
  return [{ steering, routes }, ...sources.map((each) => ({ steering: each, routes }))];
}

/** The parts of the state file that routing depends on. */
export type Known = Owned & Pick<LanStateFile, "gateways">;

/**
 * Returns the uplinks that need rules. An automatic one of the LAN needs none: the host's routing
 * decides.
 */
export function waysOf(
  desired: SettledLan,
  observed: Pick<LanObserved, "links" | "routes">,
  known: Known,
): readonly Steered[] {
  const lan = desired.lan.interface;
  const { priority, tables } = known.routing;
  const base = { interface: lan, to: null };
  const ways = desired.machineUplinks.flatMap((machine, index) =>
    wayOf(
      {
        ...base,
        priority: priority - 1 - index,
        from: machine.address,
        table: followsHost(machine.uplink) ? null : (tables[1 + index] ?? null),
      },
      machine.uplink,
      observed,
      known,
    ),
  );
  // The target of a skip must exist before the rule that skips.
  if (ways.some((way) => way.steering.table === null)) {
    const landing = { ...base, priority: priority + behind.landing, from: null, table: null };
    ways.unshift({ steering: landing, routes: [] });
  }
  const [table] = tables;
  if (!followsHost(desired.uplink) && table !== undefined) {
    ways.push(...wayOf({ ...base, priority, from: null, table }, desired.uplink, observed, known));
  }
  return ways;
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

/** The kernel's answers about the LAN's packets and those of machines. */
type Led = Pick<LanObserved, "links" | "routes" | "rules" | "led">;

/** Packets that the kernel leads elsewhere than to the uplink that was chosen for them. */
interface Overruled {
  /** The machine with an uplink of its own; null for the LAN. */
  readonly address: string | null;
  readonly params: ErrorParams["uplink-overruled"];
}

/**
 * Returns whose packets the kernel leads elsewhere, the LAN's first; null if all go as chosen. Where
 * it refuses them, that is told only if a rule of another program is before ours.
 */
export function findOverruled(desired: DesiredLan, observed: Led, known: Known): Overruled | null {
  const { lan, uplink, machineUplinks } = desired;
  for (const { address, uplink: choice } of [{ address: null, uplink }, ...machineUplinks]) {
    const settled = settleChoice(choice, observed, known.gateways);
    const route = routeOf(settled, observed, known.gateways);
    const found = observed.led.get(address);
    if (route === null || found === undefined || found === route.interface) continue;
    const rule = ruleInWay(lan, known, observed, known.routing.priority);
    if (found === null && rule === null) continue;
    const params = {
      interface: route.interface,
      found: found ?? "",
      rule: rule === null ? "" : `${rule.priority}: ${rule.text}`,
    };
    return { address, params };
  }
  return null;
}

/** Returns the interface by which the LAN's packets leave now; null if none. */
export function activeUplink(
  desired: DesiredLan,
  observed: Led & Pick<LanObserved, "onward">,
  known: Known,
): string | null {
  if (findOverruled(desired, observed, known)?.address === null) return null;
  return uplinkOf(desired.uplink, desired.lan.interface, observed, known.gateways);
}
