import * as v from "valibot";
import type { DesiredLan } from "../../../contract/lan/netd.ts";
import { followsHost } from "../../../contract/uplink/choice.ts";
import { broadcastOf, formatIpv4 } from "../../base/ip-address.ts";
import { lanSubnet } from "./plan.ts";

/** An address to which no host has a route of its own (TEST-NET-2, RFC 5737). */
const everywhere = "198.51.100.1";
const ask = ["-4", "-j", "route", "get", everywhere];

/** Words for `ip`, which ask the kernel where this computer's own traffic goes. */
export const ownLookup: readonly string[] = ask;

/**
 * Words for `ip`, which ask the kernel where a packet goes that came from a machine of the LAN: all
 * rules and tables decide, those of VPNs included. `from`: the machine's address; null: of one that
 * has no way of its own. They fail while the LAN's interface is not there.
 */
export function lanLookup(
  { lan, machineUplinks }: DesiredLan,
  from: string | null,
): readonly string[] {
  const taken = new Set([lan.address, ...machineUplinks.map(({ address }) => address)]);
  let address = broadcastOf(lanSubnet(lan)) - 1;
  // There are more addresses than ways of their own; and if not, each of them tells as much.
  while (taken.has(formatIpv4(address)) && address > lanSubnet(lan).network + 1) address -= 1;
  return [...ask, "from", from ?? formatIpv4(address), "iif", lan.interface];
}

/**
 * Returns `ip route get`'s arguments for a packet of the LAN, or else of the first machine that
 * follows this computer's own routing; null: none does.
 */
export function automaticLookup(desired: DesiredLan): readonly string[] | null {
  if (followsHost(desired.uplink)) return lanLookup(desired, null);
  const machine = desired.machineUplinks.find(({ uplink }) => followsHost(uplink));
  return machine === undefined ? null : lanLookup(desired, machine.address);
}

const answerSchema = v.tuple([v.object({ dev: v.string() })]);

/** The interface in the kernel's answer; null: it leads nowhere. */
export function parseLookup(text: string): string | null {
  try {
    const parsed = v.safeParse(answerSchema, JSON.parse(text));
    return parsed.success ? parsed.output[0].dev : null;
  } catch {
    return null;
  }
}
