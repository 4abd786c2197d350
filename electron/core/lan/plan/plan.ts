import type { ForwardFront } from "../../../contract/lan/forward.ts";
import type { DesiredLan } from "../../../contract/lan/netd.ts";
import type { LanIdentity } from "../../../contract/lan/network.ts";
import { followsHost, isShut, pinnedTo } from "../../../contract/uplink/choice.ts";
import { parseIpv4 } from "../../base/ip-address.ts";
import { type ForwardWay, movedFronts } from "../../firewall/forward-rules.ts";
import { renderRuleset } from "../../firewall/nft-ruleset.ts";
import { ownResolvers } from "../../firewall/own-resolvers.ts";
import type { SettledChoice } from "../../uplink/choice.ts";
import { canBeQuoted, listUplinks } from "../../uplink/uplinks.ts";
import { bridgeMac, bridgePorts, isBridged, ownVias, planPasses, planPorts } from "./bridge.ts";
import type { LanObserved, LanOperation } from "./operations.ts";
import { isOwnRoute, isOwnRule, lanSubnet } from "./own-routing.ts";
import { planReturn, planRouting } from "./plan-routing.ts";
import { routeOf, type SettledLan, settleDesiredLan, uplinkOf, waysOf } from "./routing.ts";
import type { FlagEntry, LanStateFile } from "./state-file.ts";
import { tapSettingNames } from "./tap-settings.ts";

/**
 * Returns the interfaces that must forward: the LAN's own, always, because the kernel answers
 * refused packets only where it forwards, and drops them silently elsewhere; and those by which
 * answers come in.
 */
function forwardingWanted(desired: SettledLan, observed: LanObserved): ReadonlySet<string> {
  const { links, routes } = observed;
  const lan = desired.lan.interface;
  const wanted = new Set([lan]);
  for (const choice of [desired.uplink, ...desired.machineUplinks.map((each) => each.uplink)]) {
    if (isShut(choice)) continue;
    const pinned = pinnedTo(choice);
    if (pinned !== null) {
      if (links.some((link) => link.name === pinned)) wanted.add(pinned);
      continue;
    }
    const possible = listUplinks({
      links,
      routes,
      lan,
      facts: new Map(),
      chosen: [],
      gateways: {},
    });
    for (const { interface: name, addresses } of possible) {
      if (addresses.length > 0 && canBeQuoted(name)) wanted.add(name);
    }
  }
  return wanted;
}

/**
 * Returns the flags that are still ours: the interface exists, and forwarding was not enabled for
 * all.
 */
export function ownFlags(stateFile: LanStateFile, observed: LanObserved): readonly FlagEntry[] {
  return stateFile.flags.flatMap((entry) => {
    const link = observed.links.find(({ name, index }) =>
      entry.index === undefined ? name === entry.interface : index === entry.index,
    );
    const isOurs = link !== undefined && (entry.globalWas || !observed.globalForwarding);
    return isOurs ? [{ ...entry, interface: link.name }] : [];
  });
}

/**
 * Returns the missing steps for the tap: its interface, settings, address, and the return route to
 * it.
 */
function planTap(
  desired: SettledLan,
  stateFile: LanStateFile,
  observed: LanObserved,
  uid: number,
): readonly LanOperation[] {
  const { interface: name, address, prefixLength } = desired.lan;
  const steps: LanOperation[] = [];
  const tap = observed.links.find((link) => link.name === name);
  if (tap === undefined) {
    steps.push(
      isBridged(desired, stateFile, observed.links)
        ? { do: "create-bridge", interface: name, mac: bridgeMac(desired.lan) }
        : { do: "create-tap", interface: name, uid },
    );
  }
  // Before it is up: no packet may come in while it accepts forbidden ones.
  const settings = tap === undefined ? tapSettingNames : (observed.loose.get(tap.name) ?? []);
  for (const setting of settings) steps.push({ do: "set-tap", interface: name, setting });
  const hasAddress = tap?.addresses.some(
    (each) => each.address === address && each.prefixLength === prefixLength,
  );
  if (!hasAddress) steps.push({ do: "add-address", interface: name, address, prefixLength });
  if (!tap?.up) steps.push({ do: "link-up", interface: name });
  return [...steps, ...planReturn(desired, observed, stateFile)];
}

/**
 * Renders the rules of the desired state, and those that close all uplinks while uplinks change.
 */
function rulesetsFor(
  wanted: DesiredLan,
  desired: SettledLan,
  stateFile: LanStateFile,
  observed: LanObserved,
): { readonly open: string; readonly closed: string } {
  const { lan } = desired;
  const forwarding = forwardingWanted(desired, observed);
  // A former uplink goes on forwarding: by packets that still come in there, a guest that only
  // receives learns that its connection has ended. The rules drop all others.
  const guarded = [
    ...new Set([
      ...[...forwarding].filter((name) => !observed.forwarding.has(name)),
      ...ownFlags(stateFile, observed).map((entry) => entry.interface),
    ]),
  ].filter((name) => name !== lan.interface);
  const sources = observed.links
    .filter((link) => link.name !== lan.interface && forwarding.has(link.name))
    .flatMap((link) => link.addresses.map(({ address }) => ({ interface: link.name, address })));
  const rules = {
    ...{ lan: lan.interface, subnet: lanSubnet(lan), hostAccess: lan.hostAccess },
    ...{ guarded, sources, host: lan.address, resolvers: ownResolvers(wanted) },
    bridge: bridgePorts(wanted, stateFile, observed.links),
    vias: ownVias(wanted, stateFile, observed.links),
  };
  const isClosed = (uplink: SettledChoice) =>
    !followsHost(uplink) && routeOf(uplink, observed, stateFile.gateways) === null;
  const forwards = forwardWays(wanted, stateFile.gateways, observed);
  return {
    open: renderRuleset({
      ...rules,
      forwards,
      uplink: desired.uplink,
      closed: isClosed(desired.uplink),
      machines: desired.machineUplinks.map((each) => ({ ...each, closed: isClosed(each.uplink) })),
    }),
    // For a moment only: connections that would survive it must not be refused by a reset.
    closed: renderRuleset({
      ...rules,
      forwards: forwards.map((each) => ({ ...each, uplinks: [] })),
      uplink: { mode: "none" },
      closed: false,
      machines: [],
    }),
  };
}

/**
 * Returns the steps that make the kernel hold the desired state; empty if it does already. If
 * uplinks change, all are closed first and opened last, so that packets in between are refused.
 */
export function planUp(
  wanted: DesiredLan,
  stateFile: LanStateFile,
  observed: LanObserved,
  uid: number,
): readonly LanOperation[] {
  const desired = settleDesiredLan(wanted, observed, stateFile.gateways);
  const { interface: name } = desired.lan;
  const ports = planPorts(wanted, stateFile, observed, uid);
  const tap = [
    ...planTap(desired, stateFile, observed, uid),
    ...ports.before,
    ...planPasses(wanted, observed),
  ];
  const flags = [...forwardingWanted(desired, observed)]
    .filter((each) => !observed.forwarding.has(each))
    .map((each): LanOperation => ({ do: "set-forwarding", interface: each, on: true }));
  const { open, closed } = rulesetsFor(wanted, desired, stateFile, observed);
  const holds = (text: string) =>
    stateFile.ruleset !== null &&
    stateFile.ruleset.text === text &&
    stateFile.ruleset.listing === observed.listing;

  const isLocal = wanted.forwards.length > 0;
  const localnet: LanOperation[] =
    isLocal === observed.localnet.has(name)
      ? []
      : [{ do: "set-localnet", interface: name, on: isLocal }];
  const before = stateFile.ruleset?.text ?? "";
  const moved = (earlier: readonly string[]): LanOperation[] =>
    dropForwarded(movedFronts(earlier, open));

  const routing = planRouting(waysOf(desired, observed, stateFile), observed, stateFile);
  if (routing.length === 0) {
    const loads = holds(open) ? [] : [load(open), ...moved([before])];
    // The rules come first: they keep machines from the loopback that the flag would open.
    return [...tap, ...loads, ...flags, ...localnet, ...ports.after];
  }
  return [
    // The tap first: while it exists, the state file lists a LAN to be taken back.
    ...tap,
    ...(holds(closed) ? [] : [load(closed)]),
    // Before uplinks are opened: if a flow that begins on the new one were dropped, the host itself
    // would answer its packets, by the host's own uplink.
    { do: "drop-flows", subnet: lanSubnet(desired.lan), connections: false },
    ...routing,
    ...flags,
    load(open),
    ...moved([before, closed]),
    ...localnet,
    ...ports.after,
  ];
}

/** Returns the forwards, each with its addresses at the uplink that its machine uses now. */
function forwardWays(
  desired: DesiredLan,
  gateways: LanStateFile["gateways"],
  observed: LanObserved,
): readonly ForwardWay[] {
  return desired.forwards.map((forward) => {
    const own = desired.machineUplinks.find((each) => each.address === forward.address);
    const choice = own?.uplink ?? desired.uplink;
    const uplink =
      forward.reach === "host" ? null : uplinkOf(choice, desired.lan.interface, observed, gateways);
    const link = observed.links.find((each) => each.name === uplink);
    const uplinks = (link?.addresses ?? []).map(({ address }) => ({
      interface: link?.name ?? "",
      address,
    }));
    return { ...forward, uplinks };
  });
}

/**
 * Returns the steps that drop the flows to fronts: one for each protocol and address, for any
 * number of ports.
 */
function dropForwarded(fronts: readonly ForwardFront[]): LanOperation[] {
  const places = new Map<string, Omit<ForwardFront, "port"> & { ports: number[] }>();
  for (const { protocol, address, port } of fronts) {
    const name = `${protocol} ${address}`;
    const place = places.get(name) ?? { protocol, address, ports: [] };
    place.ports.push(port);
    places.set(name, place);
  }
  return [...places.values()].map((place) => ({ do: "drop-forwarded", ...place }));
}

function load(text: string): LanOperation {
  return { do: "load-ruleset", text };
}

/** Returns the last known gateway of each uplink, with the host's present ones added. */
export function rememberGateways(
  known: LanStateFile["gateways"],
  observed: LanObserved,
  lan: string,
): LanStateFile["gateways"] {
  const { links, routes } = observed;
  const found = listUplinks({ links, routes, lan, facts: new Map(), chosen: [], gateways: {} });
  // Whether an IPv6 router is still the same cannot be told by its address, so none is remembered.
  const now = found.flatMap(({ interface: name, gateway }) =>
    gateway === null || parseIpv4(gateway) === null ? [] : [[name, gateway] as const],
  );
  return { ...known, ...Object.fromEntries(now) };
}

/**
 * Returns whether nothing in a state file exists, because it belongs to a deleted network namespace
 * whose number was reused.
 */
export function isOfAnotherNamespace(stateFile: LanStateFile, observed: LanObserved): boolean {
  return (
    observed.listing === null &&
    !observed.links.some((link) => link.name === stateFile.tap) &&
    !observed.rules.some((rule) => isOwnRule(rule, stateFile)) &&
    !observed.routes.some((route) => isOwnRoute(route, stateFile, observed))
  );
}

/**
 * Returns whether two LANs have the same identity: another subnet or interface makes another LAN,
 * other rules do not.
 */
export function isSameLan(one: LanIdentity, two: LanIdentity): boolean {
  return (
    one.interface === two.interface &&
    one.address === two.address &&
    one.prefixLength === two.prefixLength
  );
}
