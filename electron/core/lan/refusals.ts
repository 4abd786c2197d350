import { type AppError, appError } from "../../contract/errors/app-error.ts";
import type { DesiredLan } from "../../contract/lan/netd.ts";
import type { LanIdentity, LanSettings } from "../../contract/lan/network.ts";
import { isVia } from "../../contract/lan/via.ts";
import {
  isShut,
  namedInterfaces,
  pinnedTo,
  type UplinkChoice,
} from "../../contract/uplink/choice.ts";
import { broadcastOf, contains, formatSubnet, parseIpv4 } from "../base/ip-address.ts";
import { letsPass } from "../firewall/chain-walk.ts";
import { passCommands } from "../firewall/foreign-firewall.ts";
import type { Link } from "../uplink/ip-json.ts";
import { canBeQuoted, findOverlap, listUplinks, proposeSubnet } from "../uplink/uplinks.ts";
import type { LanObserved } from "./plan/operations.ts";
import { lanSubnet } from "./plan/own-routing.ts";
import { isOwnTap } from "./plan/own-tap.ts";
import { isOfAnotherNamespace } from "./plan/plan.ts";
import { activeUplink, findOverruled } from "./plan/routing.ts";
import type { LanStateFile } from "./plan/state-file.ts";
import { type HostNetwork, hostWithin, reachedHosts } from "./reached-hosts.ts";

/** The state file of another user's netd in this network namespace. */
export interface OtherLan {
  readonly uid: number;
  /** It lists a LAN that is on, or is being switched on or off. */
  readonly stateFile: LanStateFile;
  /** Whether that netd lives. */
  readonly lives: boolean;
}

/**
 * Returns why a LAN cannot be switched on; null if it can. Table and rules hold one LAN only, so
 * another user's must be off: its netd keeps it, or a part of it still exists.
 */
export function lanRefusal(
  lan: LanSettings,
  own: { readonly stateFile: LanStateFile; readonly uid: number },
  others: readonly OtherLan[],
  observed: LanObserved,
): AppError | null {
  const isOn = own.stateFile.wish !== null;
  const other = others.find(
    ({ lives, stateFile }) => lives || !isOfAnotherNamespace(stateFile, observed),
  );
  if (!isOn && other !== undefined) return appError("lan-elsewhere", { uid: other.uid });
  return interfaceRefusal(lan, own, observed) ?? overlapOf(lan, observed);
}

/**
 * Returns why the LAN's interface cannot be created or kept, because another one has its name; null
 * if it can.
 */
export function interfaceRefusal(
  lan: LanIdentity,
  { stateFile, uid }: { readonly stateFile: LanStateFile; readonly uid: number },
  { links }: Pick<LanObserved, "links">,
): AppError | null {
  const there = links.find((link) => link.name === lan.interface);
  return there === undefined || isOwnTap(there, stateFile, uid)
    ? null
    : appError("lan-interface-taken", { interface: lan.interface });
}

/**
 * Returns whether another user's LAN has replaced that of a state file: then nothing may be taken
 * back.
 */
export function isSupplanted(
  { stateFile, uid }: { readonly stateFile: LanStateFile; readonly uid: number },
  others: readonly OtherLan[],
  { links }: Pick<LanObserved, "links">,
): boolean {
  if (links.some((link) => isOwnTap(link, stateFile, uid))) return false;
  return others.some((other) => links.some((link) => isOwnTap(link, other.stateFile, other.uid)));
}

/** Returns all that keeps a LAN that is on from holding fully; empty if it holds. */
export function problemsOf(
  desired: DesiredLan,
  stateFile: LanStateFile,
  observed: LanObserved,
): readonly AppError[] {
  const { interface: lan } = desired.lan;
  const overruled = findOverruled(desired, observed, stateFile);
  const active = activeUplink(desired, observed, stateFile);
  const blocker =
    active === null
      ? undefined
      : observed.blockers.find((each) => !letsPass(each.listing, each.chain, lan, active));
  return [
    overlapOf(desired.lan, observed),
    overruled === null ? null : appError("uplink-overruled", overruled.params),
    blocker === undefined
      ? null
      : appError("lan-forward-blocked", {
          table: `${blocker.family} ${blocker.table}`,
          chain: blocker.chain,
          entry: blocker.entry,
          interface: lan,
          commands: passCommands(blocker, lan),
        }),
    // An overruled uplink works.
    active !== null || overruled?.address === null ? null : lostUplink(desired, observed),
  ].filter((each) => each !== null);
}

/** Returns why the LAN's packets cannot leave by its uplink; null if they are not to. */
function lostUplink(
  { uplink, lan }: DesiredLan,
  { links, routes }: Pick<LanObserved, "links" | "routes">,
): AppError | null {
  if (isShut(uplink)) return null;
  const named = namedInterfaces(uplink);
  const possible = listUplinks({
    ...{ links, routes, lan: lan.interface, chosen: named },
    ...{ facts: new Map(), gateways: {} },
  }).filter((each) => named.length === 0 || named.includes(each.interface));
  const ipv6 = possible.filter(({ obstacle }) => obstacle === "ipv6-only");
  if (ipv6.length > 0 && (named.length === 0 || ipv6.length === named.length)) {
    return appError("uplink-ipv6-only", {
      interface: ipv6.map((each) => each.interface).join(", "),
    });
  }
  const odd = possible.find((each) => !canBeQuoted(each.interface));
  if (odd !== undefined) return appError("uplink-odd-name", { interface: odd.interface });
  if (named.length > 0 && named.every(isVia)) {
    return appError("uplink-computer-lost", { interface: named.join(", ") });
  }
  return named.length === 0
    ? appError("uplink-none-found", {})
    : appError("uplink-down", { interface: named.join(", ") });
}

const noSubnet = "none of the private subnets";

/**
 * Returns the network or the host that has addresses of the LAN: by the host's routes, or as a host
 * that this computer depends on behind a wider route; null if there is none.
 */
export function overlapOf(lan: LanIdentity, host: HostNetwork): AppError | null {
  const { links, routes } = host;
  const subnet = lanSubnet(lan);
  // Once the LAN is on, its own name server may be one of the host's.
  const isOn = links.some(
    ({ name, addresses }) =>
      name === lan.interface && addresses.some(({ address }) => address === lan.address),
  );
  const hosts = reachedHosts(lan.interface, host).filter(
    ({ address }) => !(isOn && address === lan.address),
  );
  const addresses = hosts.map(({ address }) => address);
  const overlap = findOverlap(subnet, lan.interface, routes, addresses);
  if (overlap !== null) {
    return appError("lan-overlap", {
      subnet: formatSubnet(subnet),
      other: overlap.other,
      interface: overlap.interface,
      proposal: overlap.proposal ?? noSubnet,
    });
  }
  const hidden = hostWithin(subnet, hosts);
  if (hidden === null) return null;
  const proposal = proposeSubnet(subnet.prefixLength, lan.interface, routes, addresses) ?? noSubnet;
  return appError("lan-hides-host", { subnet: formatSubnet(subnet), ...hidden, proposal });
}

/** Returns why a machine cannot have an address; null if it can. */
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
 * Returns why a choice is not acceptable; null if it is. A pinned interface must exist, unless
 * `absent` is `"take"`; absent ones in an order of preference may appear later.
 */
export function choiceRefusal(
  choice: UplinkChoice,
  lan: LanSettings,
  links: readonly Link[],
  absent: "refuse" | "take" = "refuse",
): AppError | null {
  for (const name of namedInterfaces(choice)) {
    const link = links.find((each) => each.name === name);
    if (link === undefined && pinnedTo(choice) !== null && absent === "refuse") {
      return appError("uplink-unknown", { interface: name });
    }
    if (name === lan.interface || link?.linkType === "loopback" || name === "lo") {
      return appError("uplink-is-lan", { interface: name });
    }
  }
  return null;
}
