import type { DesiredLan } from "../../../contract/lan/netd.ts";
import type { LanIdentity } from "../../../contract/lan/network.ts";
import { viaNet, viaPrefix } from "../../../contract/lan/via.ts";
import { parseIpv4 } from "../../base/ip-address.ts";
import { letsPassBridged } from "../../firewall/chain-walk.ts";
import { ip6tablesFor, iptablesFor } from "../../firewall/foreign-firewall.ts";
import type { BridgePorts } from "../../firewall/port-rules.ts";
import type { Link } from "../../uplink/ip-json.ts";
import type { LanObserved, LanOperation } from "./operations.ts";
import { isTapOf } from "./own-tap.ts";
import type { LanStateFile, TapPlug } from "./state-file.ts";
import type { TapSetting } from "./tap-settings.ts";

/** Packets of a port are the bridge's alone, also those by which the kernel would look for neighbours. */
const portSettings: readonly TapSetting[] = ["ipv6/disable_ipv6"];
const viaSettings: readonly TapSetting[] = ["ipv6/disable_ipv6", "ipv4/accept_redirects"];

/** The switch's tap where the LAN is a bridge; there is one LAN in a network namespace. */
const switchTap = "vtap-switch";

/**
 * Returns the name of a machine's tap, by its card: an interface's name has room for 15 letters, so the
 * first byte, which all cards of ours share, is left out.
 */
export function tapOfCard(mac: string): string {
  return `vtap-${mac.replaceAll(":", "").slice(2)}`;
}

/** Returns whether the LAN is a bridge now; otherwise it is the switch's tap. */
export function isBridge(links: readonly Link[], lan: string): boolean {
  return links.some((link) => link.name === lan && link.kind === "bridge");
}

/** Returns the tap that the switch serves. */
export function switchTapOf(links: readonly Link[], lan: string): string {
  return isBridge(links, lan) ? switchTap : lan;
}

/**
 * Returns the bridge's own MAC address. It is fixed, because a bridge's otherwise changes with its ports;
 * it is locally administered, and the same whenever the LAN is.
 */
export function bridgeMac({ address }: LanIdentity): string {
  const bytes = (parseIpv4(address) ?? 0).toString(16).padStart(8, "0");
  return `02:56:${bytes.match(/../g)?.join(":") ?? ""}`;
}

/** Returns whether the LAN is a bridge, or is to be made as one. */
export function isBridged(
  desired: Pick<DesiredLan, "lan">,
  stateFile: LanStateFile,
  links: readonly Link[],
) {
  const { interface: name, cables } = desired.lan;
  return links.some((link) => link.name === name)
    ? isBridge(links, name)
    : cables === "fast" && stateFile.plain !== true && name !== switchTap;
}

/** Longer than QEMU takes to open its tap, in milliseconds. */
const openingMs = 60_000;

/**
 * Returns the plugs of machines that still run: a tap that was open and is closed again has lost its QEMU,
 * as has one that was not opened in time. The kernel counts each opening, also one that no look fell into.
 */
export function presentPlugs(
  { plugs, ports }: LanStateFile,
  links: readonly Link[],
  now: number,
): readonly TapPlug[] {
  return plugs.flatMap((plug) => {
    const { index } = ports.find(({ name }) => name === tapOfCard(plug.mac)) ?? {};
    const link = links.find((each) => each.index === index);
    const wasOpened = plug.before !== undefined && (link?.carrierChanges ?? Infinity) > plug.before;
    return link?.carrier === true || (!wasOpened && now <= plug.at + openingMs) ? [plug] : [];
  });
}

/** Returns a plug whose tap is made; a QEMU that had it open until now has to close it first. */
export function madePlug(plug: TapPlug, links: readonly Link[]): TapPlug {
  const link = links.find(({ name }) => name === tapOfCard(plug.mac));
  if (link?.carrierChanges === undefined) return plug;
  return { ...plug, before: link.carrierChanges + (link.carrier ? 1 : 0) };
}

/** Returns the ports that netd made and that still exist, by the index that no other interface gets. */
export function ownPorts(
  { ports }: LanStateFile,
  links: readonly Link[],
  uid: number,
): LanStateFile["ports"] {
  return ports.flatMap((port) => {
    const link = links.find(({ index, name }) =>
      port.index === undefined ? name === port.name : index === port.index,
    );
    const isOurs = link !== undefined && (port.index !== undefined || isTapOf(link, uid));
    return isOurs ? [{ name: link.name, index: link.index }] : [];
  });
}

/** Returns what the rules at the bridge's ports are made from; null if the LAN is not a bridge. */
export function bridgePorts(
  desired: DesiredLan,
  stateFile: LanStateFile,
  links: readonly Link[],
): BridgePorts | null {
  if (!isBridged(desired, stateFile, links)) return null;
  const machines = stateFile.plugs.map(({ mac, others }) => ({
    ...{ mac, others, tap: tapOfCard(mac) },
    address: desired.reservations.find((each) => each.mac === mac)?.address ?? null,
  }));
  return { mac: bridgeMac(desired.lan), host: desired.lan.address, switchTap, machines };
}

/** Plans our rules in chains that would drop frames between ports, where the kernel shows these to them. */
export function planPasses(
  { lan }: Pick<DesiredLan, "lan">,
  { links, filtersBridges, blockers, blockers6 }: LanObserved,
): readonly LanOperation[] {
  const name = lan.interface;
  if (!isBridge(links, name)) return [];
  const lent = [...(filtersBridges ? blockers : []), ...blockers6];
  return lent.flatMap(({ family, table, chain, entry, listing }) => {
    const program = iptablesFor(`${family} ${table}`) ?? ip6tablesFor(`${family} ${table}`);
    // While the other firewall restarts, nothing may lead to the chain that has our rule.
    const passes = [chain, entry].some((each) => letsPassBridged(listing, each, name));
    if (program === null || passes) return [];
    return [{ do: "pass-bridged", interface: name, program, chain: entry } as const];
  });
}

/**
 * Plans the bridge's ports, and the taps of uplinks through other computers: `before` the rules are loaded
 * the missing ones are made, and only `after` that they are joined or up, so that no frame passes without them.
 */
export function planPorts(
  desired: DesiredLan,
  stateFile: LanStateFile,
  { links, loose }: LanObserved,
  uid: number,
): { readonly before: readonly LanOperation[]; readonly after: readonly LanOperation[] } {
  const bridge = bridgePorts(desired, stateFile, links);
  const lan = desired.lan.interface;
  const vias = ownVias(desired, stateFile, links);
  const joined = bridge === null ? [] : [switchTap, ...bridge.machines.map(({ tap }) => tap)];
  const wanted = [...joined, ...vias];
  const before: LanOperation[] = [];
  const after: LanOperation[] = [];
  for (const name of wanted) {
    const link = links.find((each) => each.name === name);
    // A stranger's interface of that name is left alone.
    if (link !== undefined && !stateFile.ports.some(({ index }) => index === link.index)) continue;
    if (link === undefined) before.push({ do: "create-port", interface: name, uid });
    for (const setting of vias.includes(name) ? viaSettings : portSettings) {
      if (link === undefined || loose.get(name)?.includes(setting)) {
        before.push({ do: "set-tap", interface: name, setting });
      }
    }
    if (!vias.includes(name)) {
      if (link?.master !== lan) after.push({ do: "join-port", interface: name, lan });
    } else after.push(...planVia(name, link));
    if (link?.up !== true) after.push({ do: "link-up", interface: name });
  }
  for (const { name, index } of stateFile.ports) {
    if (index !== undefined && !wanted.includes(name)) {
      after.push({ do: "delete-port", interface: name, index });
    }
  }
  return { before, after };
}

/** Returns the uplinks through other computers, without those whose name a stranger's interface has. */
export function ownVias(
  { vias = [] }: Pick<DesiredLan, "vias">,
  { ports }: LanStateFile,
  links: readonly Link[],
): readonly string[] {
  return vias.filter((name) => {
    const link = links.find((each) => each.name === name);
    return link === undefined || ports.some(({ index }) => index === link.index);
  });
}

/** Plans the address of the tap of an uplink through another computer. */
function planVia(name: string, link: Link | undefined): readonly LanOperation[] {
  const own = viaNet(name)?.own;
  if (own === undefined || link?.addresses.some(({ address }) => address === own)) return [];
  return [{ do: "add-address", interface: name, address: own, prefixLength: viaPrefix }];
}
