import * as v from "valibot";
import type { ForwardBlocker } from "./forward-blocker.ts";
import { legacyFamily, legacyFamily6 } from "./legacy-firewall.ts";
import { nftTable } from "./nft-ruleset.ts";

/**
 * firewalld's only table. The last rule of its chains rejects whatever the policy is, and firewalld
 * rewrites them: only its own tool changes it for good.
 */
const firewalld = "inet firewalld";

/** The families of tables that see the LAN's forwarded packets, which are IPv4 alone (nft(8)). */
const forwardFamilies = ["ip", "inet"];
/** The family of tables that see IPv6 alone, which machines speak among each other. */
export const ipv6Families = ["ip6"];

const answerSchema = v.object({
  nftables: v.array(
    v.object({
      chain: v.optional(
        v.object({
          family: v.string(),
          table: v.string(),
          name: v.string(),
          hook: v.optional(v.string()),
          policy: v.optional(v.string()),
        }),
      ),
    }),
  ),
});

/**
 * Finds in the output of `nft -j list chains` the chains that would drop the LAN's packets after
 * our own table has accepted them: an accept ends one table's rules only. Junk counts as no chain.
 */
export function findForwardBlockers(
  text: string,
  families: readonly string[] = forwardFamilies,
): readonly ForwardBlocker[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return [];
  }
  const parsed = v.safeParse(answerSchema, json);
  if (!parsed.success) return [];
  const chains = parsed.output.nftables.flatMap((each) => each.chain ?? []);
  return chains
    .filter(
      ({ hook, policy, family, table }) =>
        hook === "forward" &&
        families.includes(family) &&
        table !== nftTable &&
        (policy === "drop" || `${family} ${table}` === firewalld),
    )
    .map(({ family, table, name }) => {
      const hasDockers = chains.some(
        (each) => each.family === family && each.table === table && each.name === "DOCKER-USER",
      );
      return { family, table, chain: name, entry: hasDockers ? "DOCKER-USER" : name };
    });
}

/** Returns the program that must change a table of iptables; null for other tables. */
export function iptablesFor(table: string): "iptables" | "iptables-legacy" | null {
  if (table === "ip filter") return "iptables";
  return table === `${legacyFamily} filter` ? "iptables-legacy" : null;
}

/** Returns the program that must change a table of iptables for IPv6; null for other tables. */
export function ip6tablesFor(table: string): "ip6tables" | "ip6tables-legacy" | null {
  if (table === "ip6 filter") return "ip6tables";
  return table === `${legacyFamily6} filter` ? "ip6tables-legacy" : null;
}

/** Returns the commands by which an administrator lets the LAN pass, for people to read. */
export function passCommands(blocker: ForwardBlocker, lan: string): string {
  const { family, table, entry } = blocker;
  if (`${family} ${table}` === firewalld) {
    // As libvirt does; for now, and from the next start or reload on.
    const added = `--zone=trusted --add-interface=${lan}`;
    return `sudo firewall-cmd ${added} && sudo firewall-cmd --permanent ${added}`;
  }
  // iptables' own tables must be changed by iptables.
  const iptables = iptablesFor(`${family} ${table}`);
  const commands =
    iptables !== null
      ? [
          `${iptables} -I ${entry} -i ${lan} -j ACCEPT`,
          `${iptables} -I ${entry} -o ${lan} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
          `${iptables} -I ${entry} -o ${lan} -m conntrack --ctstate DNAT -j ACCEPT`,
        ]
      : [
          `nft insert rule ${family} ${table} ${entry} iifname ${lan} accept`,
          `nft insert rule ${family} ${table} ${entry} oifname ${lan} ct state related,established accept`,
          `nft insert rule ${family} ${table} ${entry} oifname ${lan} ct status dnat accept`,
        ];
  return commands.map((command) => `sudo ${command}`).join(" && ");
}
