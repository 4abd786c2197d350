import * as v from "valibot";
import { interfaceNameSchema } from "../../contract/base/primitives.ts";
import type { LinkObstacle, UplinkCandidate, UplinkKind } from "../../contract/lan/network.ts";
import { isVia, viaNet } from "../../contract/lan/via.ts";
import {
  contains,
  formatIpv4,
  formatSubnet,
  overlaps,
  parseIpv4,
  parseSubnet,
  type Subnet,
  subnetOf,
} from "../base/ip-address.ts";
import type { Link, Route } from "./ip-json.ts";
import { isOwn } from "./own-protocol.ts";

/** The facts of sysfs about an interface beyond `ip`'s: /sys/class/net/NAME. */
export interface SysfsFacts {
  /** It has a `phy80211` or `wireless` folder. */
  readonly wifi: boolean;
  /** Its uevent says `DEVTYPE=wwan`. */
  readonly modem: boolean;
  /** Its device is on the USB bus. */
  readonly usb: boolean;
}

const tunnels = new Set(["wireguard", "xfrm", "vti", "gre", "ipip", "sit", "gretap", "ppp"]);
const ethernetLike = new Set(["veth", "vlan", "macvlan", "ipvlan", "bond", "team", "bridge"]);
/**
 * An address of such an interface belongs to guests or containers, unless an uplink is behind it.
 */
const switches = new Set(["bridge"]);

function kindOf(link: Link, facts: SysfsFacts | undefined): UplinkKind {
  if (facts?.wifi) return "wifi";
  if (facts?.modem) return "modem";
  if (link.kind === null && link.linkType === "ppp") return "modem";
  if (link.tap && isVia(link.name)) return "computer";
  if (link.kind === "tun" || (link.kind !== null && tunnels.has(link.kind))) return "vpn";
  if (facts?.usb) return "usb";
  if (link.linkType === "ether" && (link.kind === null || ethernetLike.has(link.kind))) {
    return "ethernet";
  }
  return "other";
}

/** Returns whether an interface could be an uplink. `lan` is the LAN's own. */
function couldLead(link: Link, lan: string, routes: readonly Route[]): boolean {
  if (link.name === lan || link.linkType === "loopback" || link.master !== null) return false;
  if (link.kind === null) return link.linkType === "ether" || link.linkType === "ppp";
  if (link.kind === "dummy" || link.kind === "vrf" || link.kind === "ifb") return false;
  if (switches.has(link.kind)) return defaultOf(link, routes) !== null;
  return link.addresses.length > 0 || (link.hasIpv6 && ethernetLike.has(link.kind));
}

const isDefault = (route: Route) => route.type === "unicast" && route.destination === "default";

/** Returns an interface's default route: the host's main table first, then any other. */
function defaultOf(link: Link, routes: readonly Route[]): Route | null {
  const ways = routes.filter(
    (route) => isDefault(route) && route.interface === link.name && !isOwn(route),
  );
  ways.sort(
    (a, b) => Number(b.table === "main") - Number(a.table === "main") || a.metric - b.metric,
  );
  return ways[0] ?? null;
}

/**
 * Returns the gateway of a link; null if it has none, or if all is reached on the link itself. A
 * remembered one is used if the host has no default route there now (it does not come back by itself
 * after the link was down) and it is in a subnet of the link.
 */
export function findGateway(
  link: Link,
  routes: readonly Route[],
  gateways: Readonly<Record<string, string>>,
): string | null {
  const now = defaultOf(link, routes);
  if (now !== null) return now.gateway;
  // An interface may be called like what every object has: “constructor”.
  const known = Object.hasOwn(gateways, link.name) ? (gateways[link.name] ?? null) : null;
  // This computer's own packets never leave there, so its main table has no default route.
  const remembered = viaNet(link.name)?.gateway ?? known;
  const gateway = parseIpv4(remembered ?? "");
  const inside = link.addresses.some((own) => {
    const address = parseIpv4(own.address);
    return (
      gateway !== null && address !== null && contains(subnetOf(address, own.prefixLength), gateway)
    );
  });
  return inside ? remembered : null;
}

/** Returns why packets cannot leave by a link now; null if they can. */
export function obstacleOf(
  link: Link,
  gateway: string | null,
  routes: readonly Route[],
): LinkObstacle | null {
  if (!link.up) return "down";
  if (!link.carrier) return "no-carrier";
  if (link.addresses.length === 0) return link.hasIpv6 ? "ipv6-only" : "no-address";
  const isGatewayNeeded = !link.pointToPoint && defaultOf(link, routes) === null;
  return gateway === null && isGatewayNeeded ? "no-gateway" : null;
}

export interface UplinkQuestion {
  readonly links: readonly Link[];
  readonly routes: readonly Route[];
  readonly facts: ReadonlyMap<string, SysfsFacts>;
  /** The LAN's own interface, which is never an uplink. */
  readonly lan: string;
  /** Interfaces that are always listed, because they were chosen. */
  readonly chosen: readonly string[];
  /** The last known gateways, by interface. */
  readonly gateways: Readonly<Record<string, string>>;
}

/** Lists the host's interfaces that could be the uplink, sorted by name. */
export function listUplinks(question: UplinkQuestion): readonly UplinkCandidate[] {
  const { links, routes, facts, lan, chosen, gateways } = question;
  return links
    .filter(
      (link) => link.name !== lan && (chosen.includes(link.name) || couldLead(link, lan, routes)),
    )
    .map((link): UplinkCandidate => {
      const gateway = findGateway(link, routes, gateways);
      return {
        interface: link.name,
        kind: kindOf(link, facts.get(link.name)),
        addresses: link.addresses.map((each) => each.address),
        gateway,
        // Such a name could be neither requested nor written into a rule.
        obstacle: v.is(interfaceNameSchema, link.name)
          ? obstacleOf(link, gateway, routes)
          : "odd-name",
      };
    })
    .sort((a, b) => (a.interface < b.interface ? -1 : 1));
}

/** Returns whether rules can hold a name in quotes: nft knows no other writing of what would end or widen it. */
export function canBeQuoted(name: string): boolean {
  return !/["\\*]/.test(name);
}

/**
 * Returns the interface by which packets leave if the kernel routes them to `onward`; null if it
 * cannot carry any now, or if the kernel has no route.
 */
export function automaticUplink(
  links: readonly Link[],
  onward: string | null,
  lan: string,
): string | null {
  const link = links.find((each) => each.name === onward);
  return link?.up &&
    link.carrier &&
    link.name !== lan &&
    link.linkType !== "loopback" &&
    canBeQuoted(link.name)
    ? link.name
    : null;
}

/** A route whose subnet overlaps the LAN's. */
export interface Overlap {
  readonly other: string;
  readonly interface: string;
  /** A subnet of the same size that is not in use; null if none was found. */
  readonly proposal: string | null;
}

/**
 * Routes as wide as this mean "everything else" (VPNs split the default route into halves), so they
 * overlap any subnet without a conflict.
 */
const widestPrefix = 8;

/**
 * Returns the subnets that this computer reaches by routes other than the LAN's, each with its
 * interface.
 */
function usedSubnets(lan: string, routes: readonly Route[]) {
  return routes.flatMap((route) => {
    const destination = parseSubnet(route.destination);
    return destination === null ||
      destination.prefixLength < widestPrefix ||
      route.interface === null ||
      route.interface === lan ||
      isOwn(route)
      ? []
      : [{ destination, interface: route.interface }];
  });
}

/** Finds a network of this computer that overlaps the LAN's subnet. */
export function findOverlap(
  subnet: Subnet,
  lan: string,
  routes: readonly Route[],
  hosts: readonly string[] = [],
): Overlap | null {
  const used = usedSubnets(lan, routes);
  // The widest one explains best: a subnet rather than the host's own address in it.
  const hit = used
    .filter((each) => overlaps(subnet, each.destination))
    .sort((a, b) => a.destination.prefixLength - b.destination.prefixLength)[0];
  if (hit === undefined) return null;
  return {
    other: formatSubnet(hit.destination),
    interface: hit.interface,
    proposal: proposeSubnet(subnet.prefixLength, lan, routes, hosts),
  };
}

/**
 * Returns a private subnet of a size that no route covers, and that contains none of these hosts;
 * null if none was found.
 */
export function proposeSubnet(
  prefixLength: number,
  lan: string,
  routes: readonly Route[],
  hosts: readonly string[],
): string | null {
  const taken = usedSubnets(lan, routes).map((each) => each.destination);
  const single = hosts.flatMap((host) => parseSubnet(`${host}/32`) ?? []);
  return freeSubnet(prefixLength, [...taken, ...single]);
}

/** The private ranges of RFC 1918, in the order of the search for a free subnet. */
const privateRanges = ["192.168.0.0/16", "172.16.0.0/12", "10.0.0.0/8"].flatMap((text) => {
  const range = parseSubnet(text);
  return range === null ? [] : [range];
});

/**
 * Returns a free private subnet; within 192.168.0.0/16 from the default on, because routers use the
 * lowest.
 */
function freeSubnet(prefixLength: number, taken: readonly Subnet[]): string | null {
  const size = 2 ** (32 - prefixLength);
  for (const range of privateRanges) {
    const end = range.network + 2 ** (32 - range.prefixLength);
    const from = formatIpv4(range.network) === "192.168.0.0" ? 100 * 256 : 0;
    for (let network = range.network + from; network + size <= end; network += size) {
      const candidate = subnetOf(network, prefixLength);
      if (candidate.network !== network) continue;
      if (!taken.some((each) => overlaps(each, candidate))) return formatSubnet(candidate);
    }
  }
  return null;
}
