import type { Airlock } from "../../contract/lan/airlock.ts";
import type { DesiredLan } from "../../contract/lan/netd.ts";
import type { UplinkChoice } from "../../contract/uplink/choice.ts";
import { isShut } from "../../contract/uplink/choice.ts";

/**
 * The ports of resolvers for machines with uplinks of their own, at the host's address in the LAN:
 * below 1024, so that no user can take one, and unassigned (IANA's list of ports).
 */
const firstPort = 914;
const portOfNone = 952;

/** All ports that such resolvers may have. */
export const resolverPorts: readonly number[] = Array.from(
  { length: portOfNone - firstPort + 1 },
  (_, index) => firstPort + index,
);

/** The ports of resolvers for one machine with an airlock each; unassigned, too. */
export const airlockPorts: readonly number[] = Array.from(
  { length: 35 },
  (_, index) => 954 + index,
);

/** A resolver for the machines that share an uplink other than the LAN's, or for one with an airlock. */
export interface OwnResolver {
  readonly uplink: UplinkChoice;
  readonly port: number;
  readonly addresses: readonly string[];
  /** The airlock of its machine: it answers for names on the list alone; absent for all names. */
  readonly airlock?: Airlock;
}

/** Returns a place in a list that depends on a text alone. */
function placeOf(text: string, count: number): number {
  return [...text].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % count, 0);
}

/**
 * Returns a port for a text. It depends on the text alone, so that rules which are loaded a
 * moment earlier never redirect to a resolver of another uplink; if all are taken, it is the port
 * of the resolver without upstream.
 */
function portOf(text: string, ports: readonly number[], taken: ReadonlySet<number>): number {
  const start = placeOf(text, ports.length);
  const free = ports
    .map((_, index) => ports[(start + index) % ports.length] ?? portOfNone)
    .find((port) => !taken.has(port));
  return free ?? portOfNone;
}

/** Returns the resolvers that a desired state needs beside the LAN's own. */
export function ownResolvers(desired: DesiredLan): readonly OwnResolver[] {
  const { lan, uplink, machineUplinks, airlocks = [] } = desired;
  if (lan.addressing === "static") return [];
  const ports = new Map<string, number>();
  const resolvers = new Map<number, OwnResolver>();
  const add = (port: number, wanted: UplinkChoice, address: string) => {
    const choice: UplinkChoice = port === portOfNone ? { mode: "none" } : wanted;
    const { addresses = [] } = resolvers.get(port) ?? {};
    resolvers.set(port, { port, uplink: choice, addresses: [...addresses, address] });
  };
  for (const machine of machineUplinks) {
    const way = JSON.stringify(machine.uplink);
    const isGated = airlocks.some(({ address }) => address === machine.address);
    if (isGated || way === JSON.stringify(uplink)) continue;
    const usual = resolverPorts.filter((port) => port !== portOfNone);
    const port = isShut(machine.uplink)
      ? portOfNone
      : (ports.get(way) ?? portOf(way, usual, new Set(ports.values())));
    ports.set(way, port);
    add(port, machine.uplink, machine.address);
  }
  for (const { address, airlock } of airlocks) {
    const own = machineUplinks.find((each) => each.address === address)?.uplink ?? uplink;
    const port = portOf(address, airlockPorts, new Set(resolvers.keys()));
    if (port === portOfNone) add(port, own, address);
    else resolvers.set(port, { port, uplink: own, addresses: [address], airlock });
  }
  return [...resolvers.values()];
}
