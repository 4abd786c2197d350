import type { DesiredLan } from "../../contract/lan/netd.ts";
import type { UplinkChoice } from "../../contract/uplink/choice.ts";
import { isShut } from "../../contract/uplink/choice.ts";

/**
 * Where the name servers of machines with ways of their own listen, at the host's address in the
 * LAN: below 1024, so that no user can take one, and registered for nothing (IANA's list of ports).
 */
const firstPort = 914;
const portOfNone = 952;

/** All ports that such name servers may have. */
export const resolverPorts: readonly number[] = Array.from(
  { length: portOfNone - firstPort + 1 },
  (_, index) => firstPort + index,
);

/** A name server for the machines that share a way out which is not the LAN's. */
export interface OwnResolver {
  readonly uplink: UplinkChoice;
  readonly port: number;
  readonly addresses: readonly string[];
}

/**
 * A port for a way. It follows from the way, so that rules which are loaded a moment before a name
 * server learns whom to ask lead nobody to one that still asks by another way. Where all are taken,
 * it is the one that asks nobody: rather no names than by a way that was not chosen.
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

/** The name servers that a desired state needs beside the LAN's own. */
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
