import type { Settings } from "../../contract/app/settings.ts";
import { type AppError, appError } from "../../contract/errors/app-error.ts";
import type { UplinkKind } from "../../contract/lan/network.ts";
import { choiceParams, type UplinkChoice } from "../../contract/uplink/choice.ts";
import {
  type KnownNetwork,
  type KnownNetworkChoice,
  mostKnownNetworks,
} from "../../contract/uplink/known-network.ts";
import { contains, formatSubnet, parseIpv4, subnetOf } from "../base/ip-address.ts";
import { sameChoice } from "./choice.ts";
import type { Link, Route } from "./ip-json.ts";
import { listUplinks, type SysfsFacts } from "./uplinks.ts";

/** A connection of this computer itself to a network. */
export interface HostWay {
  readonly interface: string;
  readonly kind: UplinkKind;
  readonly gateway: string | null;
  /** The network of the gateway, `192.168.1.0/24`; null if unknown. */
  readonly network: string | null;
}

/** A connection that NetworkManager manages. */
export interface ManagedConnection {
  readonly interface: string;
  readonly uuid: string;
  readonly name: string;
}

/**
 * Lists the connections of this computer, the preferred one first. A VPN is left out: it leads over one
 * of them, and is up or not independently of the network.
 */
export function hostWays(
  network: {
    readonly links: readonly Link[];
    readonly routes: readonly Route[];
    readonly facts: ReadonlyMap<string, SysfsFacts>;
  },
  lan: string,
): readonly HostWay[] {
  const rank = (name: string) =>
    Math.min(
      ...network.routes
        .filter((route) => route.destination === "default" && route.table === "main")
        .flatMap((route) => (route.interface === name ? [route.metric] : [])),
    );
  return listUplinks({ ...network, lan, chosen: [], gateways: {} })
    .filter(({ kind, obstacle }) => kind !== "vpn" && kind !== "computer" && obstacle === null)
    .map((each) => ({ each, metric: rank(each.interface) }))
    .filter(({ metric }) => Number.isFinite(metric))
    .sort((a, b) => a.metric - b.metric)
    .map(({ each: { interface: name, kind, gateway } }) => {
      const link = network.links.find((one) => one.name === name);
      return { interface: name, kind, gateway, network: networkOf(link, gateway) };
    });
}

function networkOf(link: Link | undefined, gateway: string | null): string | null {
  const wanted = gateway === null ? null : parseIpv4(gateway);
  for (const { address, prefixLength } of link?.addresses ?? []) {
    const own = parseIpv4(address);
    if (own === null || wanted === null) continue;
    const subnet = subnetOf(own, prefixLength);
    if (contains(subnet, wanted)) return formatSubnet(subnet);
  }
  return null;
}

/**
 * Reads the output of `nmcli -t -f DEVICE,STATE,CON-UUID,CONNECTION device`. A connection that
 * NetworkManager only found (“externally”) gets another ID each time, so it is left out.
 */
export function parseConnections(text: string): readonly ManagedConnection[] {
  return text.split("\n").flatMap((line) => {
    // Colons and backslashes in values are escaped by a backslash (nmcli(1), --terse).
    const fields = [...line.matchAll(/((?:[^:\\]|\\.)*)(?::|$)/g)].map(([, field = ""]) =>
      field.replace(/\\(.)/g, "$1"),
    );
    const [name = "", state = "", uuid = "", connection = ""] = fields;
    const isOwn = /^[0-9a-f-]{36}$/.test(uuid) && !state.includes("externally");
    return name !== "" && isOwn ? [{ interface: name, uuid, name: connection }] : [];
  });
}

const cables: readonly UplinkKind[] = ["ethernet", "usb"];

/**
 * Identifies the network of a connection; null if it cannot be distinguished from others. `mac`:
 * the gateway's card.
 */
export function knownNetworkOf(
  way: HostWay,
  connection: ManagedConnection | undefined,
  mac: string | null,
): KnownNetwork | null {
  const router = mac === null ? null : `${mac}@${way.network ?? ""}`;
  if (connection === undefined) {
    return router === null || way.network === null
      ? null
      : { id: router, name: `${way.network} (${mac})` };
  }
  const name = connection.name.replace(/\p{C}/gu, "").trim().slice(0, 60) || way.interface;
  return cables.includes(way.kind) && router !== null
    ? { id: `${connection.uuid} ${router}`, name: `${name} (${way.network ?? mac})` }
    : { id: connection.uuid, name };
}

/** Remembers a choice for a known network; the oldest beyond the limit is forgotten. */
export function rememberChoice(
  known: readonly KnownNetworkChoice[],
  place: KnownNetwork,
  uplink: UplinkChoice,
): KnownNetworkChoice[] {
  return [{ ...place, uplink }, ...known.filter(({ id }) => id !== place.id)].slice(
    0,
    mostKnownNetworks,
  );
}

/**
 * Returns the choice that is remembered for a known network, if it differs from the present one.
 */
export function choiceAt(
  { rememberPlaces, places }: Pick<Settings, "rememberPlaces" | "places">,
  id: string,
  holds: UplinkChoice,
): KnownNetworkChoice | null {
  const found = rememberPlaces ? places.find((place) => place.id === id) : undefined;
  return found === undefined || sameChoice(found.uplink, holds) ? null : found;
}

/** Returns the message for a remembered choice that is applied again. */
export function tellOfKnownNetwork({ name, uplink }: KnownNetworkChoice): AppError {
  return appError("uplink-of-place", { place: name, ...choiceParams(uplink) });
}
