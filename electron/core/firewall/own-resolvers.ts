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

/** A resolver for the machines that share an uplink other than the LAN's. */
export interface OwnResolver {
  readonly uplink: UplinkChoice;
  readonly port: number;
  readonly addresses: readonly string[];
}

/**
 * Returns the port for an uplink. It depends on the uplink alone, so that rules which are loaded a
 * moment earlier never redirect to a resolver of another uplink; if all are taken, it is the port
 * of the resolver without upstream.
 */
function portOf(uplink: UplinkChoice, taken: ReadonlySet<number>): number {
  if (isShut(uplink)) return portOfNone;
  const count = portOfNone - firstPort;
  const start = [...JSON.stringify(uplink)].reduce(
    (sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % count,
    0,
  );
  const free = resolverPorts
    .slice(0, count)
    .map((_, index) => firstPort + ((start + index) % count))
    .find((port) => !taken.has(port));
  return free ?? portOfNone;
}

/** Returns the resolvers that a desired state needs beside the LAN's own. */
export function ownResolvers({ lan, uplink, machineUplinks }: DesiredLan): readonly OwnResolver[] {
  if (lan.addressing === "static") return [];
  const ports = new Map<string, number>();
  const resolvers = new Map<number, OwnResolver>();
  for (const machine of machineUplinks) {
    const way = JSON.stringify(machine.uplink);
    if (way === JSON.stringify(uplink)) continue;
    const port = ports.get(way) ?? portOf(machine.uplink, new Set(ports.values()));
    ports.set(way, port);
    const choice: UplinkChoice = port === portOfNone ? { mode: "none" } : machine.uplink;
    const { addresses = [] } = resolvers.get(port) ?? {};
    resolvers.set(port, { port, uplink: choice, addresses: [...addresses, machine.address] });
  }
  return [...resolvers.values()];
}
