import type { ForwardedPort, PortForward } from "../../contract/lan/forward.ts";
import { contains, parseIpv4, parseSubnet } from "../base/ip-address.ts";
import { nftTable } from "./nft-ruleset.ts";

/** The table and chain of another program that redirects a port of this computer. */
export interface Publisher {
  /** As nft names it, such as `ip nat`; `iptables-legacy nat` for iptables' older table. */
  readonly table: string;
  readonly chain: string;
}

/** The fields of a packet that redirecting rules match. */
interface Wanted extends ForwardedPort {
  readonly hook: "prerouting" | "output";
  /** The addresses of this computer at which the port is needed. */
  readonly addresses: readonly string[];
}

/** Chains by name, each with its rules; and the text of sets and maps. */
interface Table {
  readonly name: string;
  readonly chains: ReadonlyMap<string, readonly string[]>;
  readonly sets: ReadonlyMap<string, string>;
  /** The chains at hooks, where packets begin. */
  readonly bases: readonly { readonly chain: string; readonly hook: string }[];
}

/** Chains call each other at most this deep (NFT_JUMP_STACK_SIZE of the kernel). */
const deepest = 16;

/** Reads the tables of IPv4 from `nft -s list ruleset`, without ours. */
function readTables(listing: string): readonly Table[] {
  // After the brace nft names the program that owns the table, if one does, for example firewalld.
  const blocks = listing.matchAll(/^table (ip|inet) (\S+) \{(?: #.*)?\n([\s\S]*?)^\}$/gm);
  return [...blocks].flatMap(([, family = "", name = "", body = ""]) => {
    if (name === nftTable) return [];
    const chains = new Map<string, readonly string[]>();
    const sets = new Map<string, string>();
    const bases: { chain: string; hook: string }[] = [];
    for (const [, kind, own = "", text = ""] of body.matchAll(
      /^\t(chain|set|map) (\S+) \{\n([\s\S]*?)^\t\}$/gm,
    )) {
      // Long lists of elements run over several lines.
      const joined = text.replace(/,\n\s*/g, ", ");
      if (kind !== "chain") {
        sets.set(own, joined);
        continue;
      }
      chains.set(own, joined.split("\n"));
      const hook = /^\t\ttype nat hook (\w+) /m.exec(text)?.[1];
      if (hook !== undefined) bases.push({ chain: own, hook });
    }
    return [{ name: `${family} ${name}`, chains, sets, bases }];
  });
}

/** Translates a rule, as `iptables-legacy -S` writes it after `-A CHAIN`, to nft's words. */
function translate(rule: string): string {
  const list = (ports: string) => `{ ${ports.replaceAll(":", "-").replaceAll(",", ", ")} }`;
  const sign = (not: string | undefined) => (not === undefined ? "" : "!= ");
  return rule
    .replace(/-m comment --comment (?:"(?:[^"\\]|\\.)*"|\S+)/g, "")
    .replace(/(! )?-d (\S+)/g, (_all, not, address) => `ip daddr ${sign(not)}${address}`)
    .replace(/-p (\w+)/g, "meta l4proto $1")
    .replace(/(! )?--dports? (\S+)/g, (_all, not, ports) => `th dport ${sign(not)}${list(ports)}`)
    .replace(/-j DNAT\b.*/, "dnat")
    .replace(/-j REDIRECT\b.*/, "redirect")
    .replace(/-g (\S+)/, "goto $1")
    .replace(/-j (\S+)/, "jump $1");
}

/** Reads iptables' older NAT table from `iptables-legacy -t nat -S`. */
function readLegacy(listing: string): Table {
  const chains = new Map<string, readonly string[]>();
  for (const [, chain = "", rule = ""] of listing.matchAll(/^-A (\S+) (.*)$/gm)) {
    chains.set(chain, [...(chains.get(chain) ?? []), translate(rule)]);
  }
  const bases = ["prerouting", "output"].map((hook) => ({ chain: hook.toUpperCase(), hook }));
  return { name: "iptables-legacy nat", chains, sets: new Map(), bases };
}

/** Returns the elements of `80`, `80-90`, `{ 80, 443 }` or `@set`. */
function elements(value: string, sets: Table["sets"]): readonly string[] {
  const text = value.startsWith("@")
    ? (/elements = \{([^}]*)\}/.exec(sets.get(value.slice(1)) ?? "")?.[1] ?? "")
    : value.replace(/^\{|\}$/g, "");
  return text.split(",").map((each) => each.trim());
}

function hasPort(list: readonly string[], port: number): boolean {
  return list.some((each) => {
    const [first = Number.NaN, last = first] = each.split("-").map(Number);
    return first <= port && port <= last;
  });
}

function hasAddress(list: readonly string[], addresses: readonly string[]): boolean {
  return list.some((each) => {
    const subnet = parseSubnet(each.includes("/") ? each : `${each}/32`);
    return addresses.some((address) => {
      const parsed = parseIpv4(address);
      return subnet !== null && parsed !== null && contains(subnet, parsed);
    });
  });
}

/** The match of a rule with a packet: whether it names the port, and the text with its outcome. */
interface Met {
  readonly isNamed: boolean;
  readonly outcome: string;
}

/** Matches a condition's value, and whether it is negated. */
const value = String.raw`(!= )?(\{[^}]*\}|@\S+|\w[\w.:/-]*)`;

/** Matches the conditions of a rule; null if they are about other packets. */
function meet(rule: string, wanted: Wanted, sets: Table["sets"]): Met | null {
  const { protocol, hostPort, addresses } = wanted;
  const other = protocol === "tcp" ? "udp" : "tcp";
  if (new RegExp(String.raw`\b${other} [sd]port\b`).test(rule)) return null;
  const holds = (what: string, test: (list: readonly string[]) => boolean) =>
    [...rule.matchAll(new RegExp(String.raw`\b${what} ${value}`, "g"))].map(
      ([, not, list = ""]) => test(elements(list, sets)) === (not === undefined),
    );
  const protocols = holds("(?:meta l4proto|ip protocol)", (list) => list.includes(protocol));
  const places = holds("ip daddr", (list) => hasAddress(list, addresses));
  const ports = holds("(?:tcp|udp|th) dport(?! v?map)", (list) => hasPort(list, hostPort));
  if ([...protocols, ...places, ...ports].includes(false)) return null;
  const map = /\bdport v?map (\{[^}]*\}|@\S+)/.exec(rule);
  if (map === null) return { isNamed: ports.length > 0, outcome: rule };
  const chosen = elements(map[1] ?? "", sets).filter((element) => {
    const key = (element.split(" : ")[0] ?? "").split(" . ");
    return hasPort(key, hostPort) && !key.includes(other);
  });
  if (chosen.length === 0) return null;
  return { isNamed: true, outcome: rule.replace(map[0], chosen.join(", ")) };
}

/**
 * Matches the verdicts that redirect a packet; nft prints those that it does not know as an `xt
 * target`.
 */
const leadsAway = /\b(?:dnat|redirect|xt target "(?:DNAT|REDIRECT)")(?:\s|$)/;

/** Returns the chain that redirects a packet that begins in another one; null if none does. */
function findChain(
  table: Table,
  chain: string,
  wanted: Wanted,
  isNamed: boolean,
  depth = 0,
): string | null {
  if (depth > deepest) return null;
  for (const rule of table.chains.get(chain) ?? []) {
    const met = meet(rule, wanted, table.sets);
    if (met === null) continue;
    const named = isNamed || met.isNamed;
    // A rule that names no port concerns other packets: of one subnet, or of one interface.
    if (named && leadsAway.test(met.outcome)) return chain;
    for (const [, target = ""] of met.outcome.matchAll(/\b(?:jump|goto) ([^\s,}]+)/g)) {
      const found = findChain(table, target, wanted, named, depth + 1);
      if (found !== null) return found;
    }
  }
  return null;
}

/** The rules of other programs that redirect ports. */
export type PublishingRules = readonly Table[];

/**
 * Reads what others' rules lead elsewhere.
 *
 * @param nft what `nft -s list ruleset` says, iptables' rules included
 * @param legacy what `iptables-legacy -t nat -S` says; empty: that table is not in use
 */
export function readPublishing(nft: string, legacy: string): PublishingRules {
  return [...readTables(nft), readLegacy(legacy)];
}

/**
 * Returns the rules' owner that leads a port of this computer elsewhere, so that a forward of it would
 * be in vain or in the way; null if there is none. Conditions that are not understood count as if they held.
 *
 * @param addresses this computer's own, without the one in the LAN
 */
export function findPublisher(
  rules: PublishingRules,
  { protocol, hostPort, reach }: PortForward,
  addresses: readonly string[],
): Publisher | null {
  // Requests of this computer itself begin at the output chain, and only they can be for 127.0.0.1.
  const places: readonly Pick<Wanted, "hook" | "addresses">[] = [
    { hook: "output", addresses: ["127.0.0.1"] },
    ...(reach === "host"
      ? []
      : (["prerouting", "output"] as const).map((hook) => ({ hook, addresses }))),
  ];
  for (const table of rules) {
    for (const place of places) {
      for (const base of table.bases) {
        if (base.hook !== place.hook) continue;
        const wanted = { protocol, hostPort, ...place };
        const chain = findChain(table, base.chain, wanted, false);
        if (chain !== null) return { table: table.name, chain };
      }
    }
  }
  return null;
}
