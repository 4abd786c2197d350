import type { ListedBlocker } from "./forward-blocker.ts";

/** The family name for iptables' older tables, which nft neither lists nor changes. */
export const legacyFamily = "iptables-legacy";
/** The same for the older tables of IPv6. */
export const legacyFamily6 = "ip6tables-legacy";

/** The kernel's lists of the older tables in use in a network namespace; only root may read them. */
export const legacyTables = "/proc/net/ip_tables_names";
export const legacyTables6 = "/proc/net/ip6_tables_names";

/**
 * Returns whether an older table is in use, by the text of `legacyTables`. Only then may the
 * program that lists it run, because it would create the table.
 */
export function usesLegacy(names: string, table: "filter" | "nat" = "filter"): boolean {
  return names.split("\n").includes(table);
}

/** Verdicts of iptables in the words of nft; other targets are chains, or unknown. */
const verdicts: Readonly<Record<string, string>> = {
  ACCEPT: "accept",
  DROP: "drop",
  RETURN: "return",
  REJECT: "reject",
};

/** Translates a rule, as `iptables -S` writes it after `-A CHAIN`, to nft's words. */
function translate(rule: string, chains: ReadonlySet<string>): string {
  const target = /(?:^| )-(j|g) (\S+)/.exec(rule);
  const name = target?.[2] ?? "";
  const jump = target?.[1] === "g" ? "goto" : "jump";
  const verdict = verdicts[name] ?? (chains.has(name) ? `${jump} ${name}` : "continue");
  const matches = rule
    .replace(/(?:^| )-[jg] .*$/, "")
    .replace(/ ?-m comment --comment (?:"(?:[^"\\]|\\.)*"|\S+)/g, "")
    .replace(/(! )?-([io]) (\S+)/g, (_all, not = "", side, device: string) => {
      const sign = not === "" ? "" : "!= ";
      return `${side}ifname ${sign}"${device.replace(/\+$/, "*")}"`;
    })
    .replace(/-m (?:conntrack --ct|state --)state (\S+)/g, (_all, states: string) => {
      return `ct state ${states.toLowerCase()}`;
    });
  return `${matches.trim()} ${verdict}`.trim();
}

/**
 * Finds the chain that drops unmatched packets in the output of `iptables-legacy -S`, with its
 * table as nft would list it; null if none does. Unknown parts of a rule stay in its text, and keep
 * the rule from counting.
 */
export function findLegacyBlocker(
  listing: string,
  family: typeof legacyFamily | typeof legacyFamily6 = legacyFamily,
): ListedBlocker | null {
  const lines = listing.split("\n");
  if (!lines.includes("-P FORWARD DROP")) return null;
  const own = lines.flatMap((line) => /^-[NP] (\S+)/.exec(line)?.[1] ?? []);
  const chains = new Set(own);
  const texts = own.map((chain) => {
    const rules = lines.flatMap((line) =>
      line.startsWith(`-A ${chain} `)
        ? [`\t\t${translate(line.slice(chain.length + 4), chains)}`]
        : [],
    );
    return [`\tchain ${chain} {`, ...rules, "\t}"].join("\n");
  });
  return {
    family,
    table: "filter",
    chain: "FORWARD",
    entry: chains.has("DOCKER-USER") ? "DOCKER-USER" : "FORWARD",
    listing: ["table ip filter {", ...texts, "}", ""].join("\n"),
  };
}
