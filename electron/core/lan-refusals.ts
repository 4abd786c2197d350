import { type AppError, appError } from "../contract/errors.ts";
import type { LanWish } from "../contract/netd.ts";
import type { LanSettings } from "../contract/network.ts";
import { passCommands } from "./foreign-firewall.ts";
import { letsPass } from "./forward-walk.ts";
import { broadcastOf, contains, formatSubnet, parseIpv4 } from "./ip-address.ts";
import type { LanObserved } from "./lan-operations.ts";
import { lanSubnet } from "./lan-plan.ts";
import { findOverlap } from "./uplinks.ts";

/** A LAN that another user of this computer has. */
export interface OtherLan {
  readonly uid: number;
  readonly tap: string;
}

/**
 * Why a LAN cannot be switched on; null: it can. `tap` is the one that we made already, `others`
 * the taps of other users' LANs in this namespace: table and rules hold one LAN only.
 */
export function lanRefusal(
  lan: LanSettings,
  tap: string | null,
  others: readonly OtherLan[],
  observed: LanObserved,
): AppError | null {
  const other = others.find((each) => observed.links.some((link) => link.name === each.tap));
  if (other !== undefined) return appError("lan-elsewhere", { uid: other.uid });
  const exists = observed.links.some((link) => link.name === lan.interface);
  return exists && tap !== lan.interface
    ? appError("lan-interface-taken", { interface: lan.interface })
    : overlapOf(lan, observed);
}

/** What keeps a LAN that is on from holding fully; null: nothing. */
export function problemOf(
  wish: LanWish,
  active: string | null,
  observed: LanObserved,
): AppError | null {
  const overlap = overlapOf(wish.lan, observed);
  if (overlap !== null) return overlap;
  const { interface: lan } = wish.lan;
  const blocker =
    active === null
      ? undefined
      : observed.blockers.find((each) => !letsPass(each.listing, each.chain, lan, active));
  if (blocker !== undefined) {
    return appError("lan-forward-blocked", {
      table: `${blocker.family} ${blocker.table}`,
      chain: blocker.chain,
      entry: blocker.entry,
      interface: lan,
      commands: passCommands(blocker, lan),
    });
  }
  if (active !== null || wish.uplink.mode === "none") return null;
  return wish.uplink.mode === "pinned"
    ? appError("uplink-down", { interface: wish.uplink.interface })
    : appError("uplink-none-found", {});
}

function overlapOf(lan: LanSettings, observed: LanObserved): AppError | null {
  const subnet = lanSubnet(lan);
  const overlap = findOverlap(subnet, lan.interface, observed.routes);
  if (overlap === null) return null;
  return appError("lan-overlap", {
    subnet: formatSubnet(subnet),
    other: overlap.other,
    interface: overlap.interface,
    proposal: overlap.proposal ?? "none of the private subnets",
  });
}

/** Why an address cannot be a machine's; null: it can. */
export function addressRefusal(address: string, lan: LanSettings): AppError | null {
  const subnet = lanSubnet(lan);
  const parsed = parseIpv4(address);
  if (parsed === null || !contains(subnet, parsed)) {
    return appError("address-outside", { address, subnet: formatSubnet(subnet) });
  }
  if (address === lan.address) return appError("address-host", { address });
  return parsed === subnet.network || parsed === broadcastOf(subnet)
    ? appError("address-reserved", { address, subnet: formatSubnet(subnet) })
    : null;
}

/** Why an interface cannot be the uplink; null: it can. */
export function uplinkRefusal(
  name: string,
  lan: LanSettings,
  observed: LanObserved,
): AppError | null {
  const link = observed.links.find((each) => each.name === name);
  if (link === undefined) return appError("uplink-unknown", { interface: name });
  return link.linkType === "loopback" || name === lan.interface
    ? appError("uplink-is-lan", { interface: name })
    : null;
}
