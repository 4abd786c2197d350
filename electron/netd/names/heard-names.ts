import { lanDomain } from "../../contract/lan/network.ts";
import { isListed, readQueryLine } from "../../core/lan/names/query-log.ts";

/** A guest decides how many names it asks for. */
const mostNames = 256;
const mostAddresses = 4096;

/** The names that the resolver of a machine with an airlock was asked for, and has learned. */
export interface HeardNames {
  /** Takes a line of its log. */
  hear(line: string): void;
  /** Sets the names that are answered from now on. */
  allow(names: readonly string[]): void;
  /** The names that were refused, the most frequent first. */
  refused(): readonly { readonly name: string; readonly count: number }[];
  /** Returns the name on the list that led to an address; null if none did. */
  nameOf(address: string): string | null;
}

/** Adds to a map, and removes what was added first once it is full. */
function note<V>(map: Map<string, V>, key: string, value: V, most: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}

/** Creates the memory of one resolver, empty at first. */
export function createHeardNames(): HeardNames {
  const counts = new Map<string, number>();
  const addresses = new Map<string, string>();
  let allowed: readonly string[] = [];
  return {
    hear(line) {
      const told = readQueryLine(line);
      if (told?.kind === "learned") note(addresses, told.address, told.name, mostAddresses);
      if (told?.kind !== "asked" || isListed(told.name, [...allowed, lanDomain])) return;
      note(counts, told.name, (counts.get(told.name) ?? 0) + 1, mostNames);
    },
    allow(names) {
      allowed = names;
      for (const name of counts.keys()) if (isListed(name, names)) counts.delete(name);
    },
    refused: () =>
      [...counts]
        .map(([name, count]) => ({ name, count }))
        .sort((one, two) => two.count - one.count),
    nameOf: (address) => addresses.get(address) ?? null,
  };
}
