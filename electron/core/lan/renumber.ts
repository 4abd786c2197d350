import * as v from "valibot";
import { compareNaturally } from "../../contract/base/natural-order.ts";
import { privateAddressSchema } from "../../contract/base/primitives.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { LanSettings } from "../../contract/lan/network.ts";
import type { MovedMachine } from "../../contract/lan/renumber.ts";
import type { MachineFile } from "../../contract/machine/machine.ts";
import {
  broadcastOf,
  contains,
  formatIpv4,
  formatSubnet,
  type Ipv4,
  nextFreeAddress,
  parseIpv4,
  parseSubnet,
  type Subnet,
} from "../base/ip-address.ts";
import type { HostNetwork } from "./reached-hosts.ts";
import { overlapOf } from "./refusals.ts";

/** The consequences of a new subnet for the LAN and its machines. */
export interface RenumberPlan {
  readonly lan: LanSettings;
  readonly machines: readonly MovedMachine[];
}

/** Parses a typed subnet, whose size must be that of the LAN's settings. */
function readSubnet(text: string): Result<Subnet> {
  const parsed = text.includes("/") ? parseSubnet(text) : null;
  if (parsed === null) return fail("subnet-invalid", { subnet: text });
  if (parsed.prefixLength < 16 || parsed.prefixLength > 29) {
    return fail("subnet-size-invalid", { prefixLength: parsed.prefixLength });
  }
  return v.is(privateAddressSchema, formatIpv4(parsed.network))
    ? ok(parsed)
    : fail("subnet-public", { subnet: formatSubnet(parsed) });
}

/** Returns the address with the same offset in another subnet; null if that has none. */
function movedTo(address: Ipv4, subnet: Subnet): Ipv4 | null {
  const size = 2 ** (32 - subnet.prefixLength);
  const place = address % size;
  return place === 0 || place === size - 1 ? null : subnet.network + place;
}

/**
 * Plans the LAN's move to another subnet: each address keeps its offset as far as possible.
 * Machines that have an address of the new subnet already keep it.
 */
export function planRenumber(
  text: string,
  lan: LanSettings,
  machines: readonly MachineFile[],
  network: HostNetwork,
): Result<RenumberPlan> {
  const read = readSubnet(text);
  if (!read.ok) return read;
  const subnet = read.value;
  const own = parseIpv4(lan.address) ?? 0;
  const host = contains(subnet, own) ? own : (movedTo(own, subnet) ?? broadcastOf(subnet) - 1);
  const moving = { ...lan, address: formatIpv4(host), prefixLength: subnet.prefixLength };
  const overlap = overlapOf(moving, network);
  if (overlap !== null) return { ok: false, error: overlap };
  const taken = new Set<Ipv4>([host]);
  for (const { network } of machines) {
    const address = parseIpv4(network.address) ?? 0;
    if (contains(subnet, address)) taken.add(address);
  }
  const moved: MovedMachine[] = [];
  for (const { id, name, network, seed } of machines) {
    const address = parseIpv4(network.address) ?? 0;
    if (contains(subnet, address) && address !== host) continue;
    const same = movedTo(address, subnet);
    const to = same === null || taken.has(same) ? nextFreeAddress(subnet, taken) : same;
    if (to === null) return fail("addresses-exhausted", { subnet: formatSubnet(subnet) });
    taken.add(to);
    const follows = seed === undefined ? "dhcp-or-hand" : "cloud-init";
    moved.push({ id, name, from: network.address, to: formatIpv4(to), follows });
  }
  return ok({
    lan: moving,
    machines: moved.sort((a, b) => compareNaturally(a.name, b.name)),
  });
}
