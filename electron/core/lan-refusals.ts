import { type AppError, appError } from "../contract/errors.ts";
import type { LanWish } from "../contract/netd.ts";
import { type LanSettings, namedInterfaces, type UplinkChoice } from "../contract/network.ts";
import { passCommands } from "./foreign-firewall.ts";
import { letsPass } from "./forward-walk.ts";
import { broadcastOf, contains, formatSubnet, parseIpv4 } from "./ip-address.ts";
import type { Link, Route } from "./ip-json.ts";
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
    : overlapOf(lan, observed.routes);
}

/** What keeps a LAN that is on from holding fully; null: nothing. */
export function problemOf(
  wish: LanWish,
  active: string | null,
  observed: LanObserved,
): AppError | null {
  const overlap = overlapOf(wish.lan, observed.routes);
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
  const named = namedInterfaces(wish.uplink).join(", ");
  return named === ""
    ? appError("uplink-none-found", {})
    : appError("uplink-down", { interface: named });
}

/** Who else has the LAN's addresses, by the host's routes; null: nobody. */
export function overlapOf(lan: LanSettings, routes: readonly Route[]): AppError | null {
  const subnet = lanSubnet(lan);
  const overlap = findOverlap(subnet, lan.interface, routes);
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

/**
 * Why a choice cannot be wished; null: it can. A pinned interface must be there, unless `absent` is
 * `"take"`; of an order of preference, those that are not there now may come later.
 */
export function choiceRefusal(
  choice: UplinkChoice,
  lan: LanSettings,
  links: readonly Link[],
  absent: "refuse" | "take" = "refuse",
): AppError | null {
  for (const name of namedInterfaces(choice)) {
    const link = links.find((each) => each.name === name);
    if (link === undefined && choice.mode === "pinned" && absent === "refuse") {
      return appError("uplink-unknown", { interface: name });
    }
    if (name === lan.interface || link?.linkType === "loopback" || name === "lo") {
      return appError("uplink-is-lan", { interface: name });
    }
  }
  return null;
}
