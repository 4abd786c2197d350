import type { DesiredLan } from "../../contract/lan/netd.ts";
import { isVia } from "../../contract/lan/via.ts";
import {
  type PathFinding,
  type PathFindingCode,
  type PathFindings,
  type PathHop,
  type PathHopId,
  type PathRepair,
  type PathReport,
  type PathVerdict,
  pathHopIds,
} from "../../contract/path-check/verdict.ts";
import { followsHost, isShut } from "../../contract/uplink/choice.ts";
import { contains, formatSubnet, parseIpv4 } from "../base/ip-address.ts";
import { switchTapOf } from "../lan/plan/bridge.ts";
import { commandOf } from "../lan/plan/commands.ts";
import { lanSubnet } from "../lan/plan/own-routing.ts";
import { planRouting } from "../lan/plan/plan-routing.ts";
import { findOverruled, settleDesiredLan, waysOf } from "../lan/plan/routing.ts";
import { portOfProcess } from "../lan/switch-ports.ts";
import { findOverlap, obstacleOf } from "../uplink/uplinks.ts";
import { type PathFacts, type PathWay, pathWay, usualMtu } from "./facts.ts";

type Judged = Omit<PathHop, "id">;

function found<C extends PathFindingCode>(
  verdict: PathVerdict,
  code: C,
  params: PathFindings[C],
  repair: PathRepair | null = null,
): Judged {
  // A correlated union cannot be built generically without this type assertion.
  return { verdict, finding: { code, params } as unknown as PathFinding, repair };
}

const lanUp: PathRepair = { do: "lan-up" };
const renew: PathRepair = { do: "lan-renew" };

/** Judges a cable that is a port of the LAN's bridge. */
function judgeMachineTap(facts: PathFacts, tap: string): Judged {
  const { name, wish: desired, network, refused, heard, mac } = facts;
  const link = network.links.find((each) => each.name === tap);
  if (desired === null || link?.master !== desired.lan.interface || !link.up) {
    return found("bad", "cable-loose", { name }, lanUp);
  }
  if (refused === 0) return found("good", "cable-tap", { interface: tap });
  // Where the machine answers at its own address, what was refused is not why something fails.
  const verdict = heard === mac ? "good" : "bad";
  return found(verdict, "cable-refused", { name, frames: refused });
}

function judgeCable(facts: PathFacts): Judged {
  const { name, cable, pid, ports, weather, tap } = facts;
  if (pid === null) return found("unknown", "not-reached", {});
  if (cable === "pulled") return found("bad", "cable-pulled", { name }, { do: "plug-cable" });
  if (cable !== "plugged") return found("unknown", "cable-unknown", { detail: cable.unknown });
  if (tap !== null && weather === null) return judgeMachineTap(facts, tap);
  if (ports === null) return found("unknown", "not-reached", {});
  const plug = weather === null ? pid : weather.plugPid;
  const port = plug === null ? undefined : portOfProcess(ports, plug);
  if (port === undefined) return found("bad", "cable-loose", { name }, lanUp);
  return weather === null
    ? found("good", "cable-plugged", { port: port.port })
    : found("good", "cable-weather", {
        ...{ name, port: port.port, weather: weather.weather?.is ?? null },
        cuts: weather.cuts.map((cut) => cut.name).join(", "),
      });
}

function judgeSwitch({ wish: desired, ports, network }: PathFacts): Judged {
  if (desired === null) return found("bad", "lan-is-off", {}, lanUp);
  if (ports === null) return found("bad", "switch-dead", {}, lanUp);
  const lan = switchTapOf(network.links, desired.lan.interface);
  return ports.some((port) => port.tap === lan)
    ? found("good", "switch-works", { ports: ports.length })
    : found("bad", "switch-without-tap", { interface: lan }, lanUp);
}

function judgeTap({ wish: desired, ports, network }: PathFacts): Judged {
  if (desired === null) return found("unknown", "not-reached", {});
  const name = desired.lan.interface;
  const tap = network.links.find((link) => link.name === name);
  if (tap === undefined) return found("bad", "tap-missing", { interface: name }, lanUp);
  if (!tap.up) return found("bad", "tap-down", { interface: name }, lanUp);
  if (tap.carrier) return found("good", "tap-works", { interface: name });
  // Without its switch a tap has no carrier; the switch is the culprit then.
  return ports === null
    ? found("unknown", "not-reached", {})
    : found("bad", "tap-no-carrier", { interface: name }, lanUp);
}

function judgeAddress({ wish: desired, network, address }: PathFacts): Judged {
  if (desired === null) return found("unknown", "not-reached", {});
  const { lan } = desired;
  const subnet = lanSubnet(lan);
  const tap = network.links.find((link) => link.name === lan.interface);
  if (tap === undefined) return found("unknown", "not-reached", {});
  const params = { address: lan.address, interface: lan.interface };
  if (!tap.addresses.some((each) => each.address === lan.address)) {
    return found("bad", "address-missing", params, lanUp);
  }
  if (!contains(subnet, parseIpv4(address) ?? 0)) {
    return found("bad", "address-outside", { address, subnet: formatSubnet(subnet) });
  }
  const overlap = findOverlap(subnet, lan.interface, network.routes);
  return overlap === null
    ? found("good", "address-there", params)
    : found("bad", "address-overlap", { other: overlap.other, interface: overlap.interface });
}

function judgeForward(facts: PathFacts, desired: DesiredLan, way: PathWay): Judged {
  const { firewall, forwarding, passes } = facts;
  const names = [desired.lan.interface, ...(way.interface === null ? [] : [way.interface])];
  const there = names.filter((name) => facts.network.links.some((link) => link.name === name));
  const off = there.find((name) => !forwarding.has(name));
  if (off !== undefined) return found("bad", "forward-off", { interface: off }, lanUp);
  const { airlock, name } = facts;
  if (airlock?.isOver === true) return found("bad", "airlock-over", { name });
  const { only = "", refused = "" } = airlock ?? {};
  const passing =
    airlock === undefined
      ? found("good", "forward-passes", {})
      : found("good", "airlock-holds", { name, only, refused });
  if (passes === true) return passing;
  if (typeof firewall === "string") return found("unknown", "rules-unseen", { why: firewall });
  return firewall.blocker === null
    ? passing
    : found("bad", "forward-blocked", firewall.blocker, { do: "doctor", id: "lan" });
}

function judgeNat({ firewall, passes }: PathFacts): Judged {
  if (typeof firewall === "string") {
    return passes === true
      ? found("good", "nat-holds", {})
      : found("unknown", "rules-unseen", { why: firewall }, lanUp);
  }
  if (firewall.table === "missing") return found("bad", "nat-missing", {}, lanUp);
  return firewall.table === "changed"
    ? found("bad", "nat-changed", {}, lanUp)
    : found("good", "nat-holds", {});
}

function judgeRoute(facts: PathFacts, desired: DesiredLan, way: PathWay): Judged {
  const { network, known, address } = facts;
  const settled = settleDesiredLan(desired, network, known.gateways);
  const ways = waysOf(settled, network, known);
  const [step] = planRouting(ways, network, known, known.routing.marked);
  if (step !== undefined) {
    const command = commandOf(step);
    const missing = command.kind === "run" ? [command.program, ...command.args].join(" ") : "";
    return found("bad", "route-broken", { missing }, lanUp);
  }
  const key = way.isOwn ? address : null;
  const overruled = findOverruled(
    { ...desired, machineUplinks: desired.machineUplinks.filter((each) => each.address === key) },
    { ...network, led: new Map([[key, network.onward]]) },
    known,
  );
  if (overruled !== null) return found("bad", "route-overruled", overruled.params);
  if (way.interface === null) return found("unknown", "not-reached", {});
  return followsHost(way.choice)
    ? found("good", "route-follows", { interface: way.interface })
    : found("good", "route-steers", { interface: way.interface });
}

function judgeUplink({ network }: PathFacts, way: PathWay): Judged {
  const name = way.interface;
  if (name === null) return found("bad", "uplink-not-found", {});
  const link = network.links.find((each) => each.name === name);
  if (link === undefined) return found("bad", "uplink-missing", { interface: name });
  const obstacle = obstacleOf(link, way.gateway, network.routes);
  if (obstacle === "no-carrier" && isVia(name)) {
    return found("bad", "uplink-computer-lost", { interface: name });
  }
  return obstacle === null
    ? found("good", "uplink-works", {
        interface: name,
        address: link.addresses[0]?.address ?? "",
      })
    : found("bad", "uplink-obstacle", { interface: name, obstacle });
}

function judgeGateway({ gatewayLives }: PathFacts, way: PathWay): Judged {
  const { interface: name, gateway } = way;
  if (name === null) return found("unknown", "not-reached", {});
  if (gateway === null) {
    return gatewayLives === null
      ? found("unneeded", "gateway-unneeded", { interface: name })
      : found("unknown", "not-reached", {});
  }
  if (gatewayLives === null) return found("unknown", "not-reached", {});
  if (gatewayLives && isVia(name)) {
    return found("good", "gateway-far-answers", { gateway, interface: name });
  }
  return gatewayLives
    ? found("good", "gateway-answers", { gateway })
    : found("bad", "gateway-dead", { gateway, interface: name });
}

function judgeDns(facts: PathFacts, way: PathWay): Judged {
  const { dns, gatewayLives } = facts;
  if (dns.answered !== null) return found("good", "dns-answers", { server: dns.answered });
  if (dns.servers.length === 0) return found("unknown", "dns-unknown", {});
  return gatewayLives === false || judgeUplink(facts, way).verdict === "bad"
    ? found("unknown", "not-reached", {})
    : found("bad", "dns-dead", { servers: dns.servers.join(", ") });
}

function judgeSize({ size }: PathFacts, desired: DesiredLan, way: PathWay): Judged {
  if (size.tap !== null && size.tap < usualMtu) {
    return found("bad", "size-tap", { interface: desired.lan.interface, bytes: size.tap }, renew);
  }
  const { tried } = size;
  if (tried === null) return found("unknown", "size-unknown", {});
  return tried.returned
    ? found("good", "size-fits", { bytes: tried.bytes })
    : found("bad", "size-uplink", { interface: way.interface ?? "", bytes: tried.bytes });
}

function judgeGuest(facts: PathFacts, before: readonly Judged[]): Judged {
  const { pid, heard, elsewhere, address, mac, name } = facts;
  if (pid === null) return found("bad", "guest-off", { name }, { do: "start-machine" });
  if (heard === mac) return found("good", "guest-answers", { address });
  if (elsewhere !== null) return found("bad", "guest-elsewhere", { address, found: elsewhere });
  if (heard !== null) return found("bad", "guest-doubled", { address, mac: heard });
  if (facts.weather?.weather != null) return found("unknown", "guest-weathered", { address });
  return before.every((hop) => hop.verdict === "good")
    ? found("bad", "guest-silent", { address })
    : found("unknown", "guest-unheard", {});
}

/** Judges each hop, and names the first that is bad. */
export function judgePath(facts: PathFacts): Omit<PathReport, "forwards"> {
  const { wish: desired } = facts;
  const way =
    desired === null ? null : pathWay(desired, facts.address, facts.network, facts.known.gateways);
  const outside = (judge: (desired: DesiredLan, way: PathWay) => Judged): Judged => {
    if (desired === null || way === null) return found("unknown", "not-reached", {});
    return isShut(way.choice) ? found("unneeded", "isolated-by-choice", {}) : judge(desired, way);
  };
  const cable = judgeCable(facts);
  const vdeSwitch = judgeSwitch(facts);
  const tap = judgeTap(facts);
  const judged: Readonly<Record<PathHopId, Judged>> = {
    // At the switch the guest is heard without the LAN's interface, at a port of the bridge through that.
    guest: judgeGuest(facts, [cable, vdeSwitch, ...(facts.tap === null ? [] : [tap])]),
    cable,
    switch: vdeSwitch,
    tap,
    address: judgeAddress(facts),
    forward: outside((desiredLan, out) => judgeForward(facts, desiredLan, out)),
    nat: outside(() => judgeNat(facts)),
    route: outside((desiredLan, out) => judgeRoute(facts, desiredLan, out)),
    uplink: outside((_desired, out) => judgeUplink(facts, out)),
    gateway: outside((_desired, out) => judgeGateway(facts, out)),
    dns: outside((_desired, out) => judgeDns(facts, out)),
    size: outside((desiredLan, out) => judgeSize(facts, desiredLan, out)),
  };
  const hops = pathHopIds.map((id): PathHop => ({ id, ...judged[id] }));
  return {
    name: facts.name,
    address: facts.address,
    hops,
    culprit: hops.find((hop) => hop.verdict === "bad")?.id ?? null,
  };
}
