import type { ErrorParams } from "../../contract/errors/app-error.ts";
import { contains, parseIpv4, type Subnet } from "../base/ip-address.ts";
import type { Link, Route } from "../uplink/ip-json.ts";
import { isOwn } from "../uplink/own-protocol.ts";

/** The parts of the host's network that name the hosts it reaches. */
export interface HostNetwork {
  readonly links: readonly Link[];
  readonly routes: readonly Route[];
  /** The host's name servers, also those behind a local one. */
  readonly nameServers: readonly string[];
}

/** A host that this computer depends on, and its role. */
export interface ReachedHost {
  readonly address: string;
  readonly role: ErrorParams["lan-hides-host"]["role"];
}

/**
 * Lists the hosts that this computer depends on, whatever route leads to them: a LAN with their
 * addresses would put a machine in their place. Those behind `lan`, the LAN's own interface, do not
 * count.
 */
export function reachedHosts(lan: string, host: HostNetwork): readonly ReachedHost[] {
  const found: ReachedHost[] = host.nameServers.map((address) => ({
    address,
    role: "name-server",
  }));
  for (const route of host.routes) {
    const { gateway, interface: name } = route;
    if (gateway === null || name === lan || isOwn(route)) continue;
    found.push({ address: gateway, role: "gateway" });
  }
  for (const { name, addresses } of host.links) {
    if (name === lan) continue;
    for (const { peer } of addresses) {
      if (peer !== undefined) found.push({ address: peer, role: "peer" });
    }
  }
  return found.filter(({ address }) => parseIpv4(address) !== null);
}

/** Returns the first of them in a subnet; null if none is. */
export function hostWithin(subnet: Subnet, hosts: readonly ReachedHost[]): ReachedHost | null {
  return hosts.find(({ address }) => contains(subnet, parseIpv4(address) ?? 0)) ?? null;
}
