/** The fields of a packet that rules for forwarding match. */
interface Packet {
  readonly from: string;
  readonly to: string;
  readonly state: "new" | "established";
}

/** The fate of a packet: `end` of a chain means that its caller, or the policy, goes on. */
type Fate = "accept" | "drop" | "end";

/** Chains call each other at most this deep (NFT_JUMP_STACK_SIZE of the kernel). */
const deepest = 16;

/**
 * The verdicts that end a rule. `queue` and the like are decided by another program, and do not
 * count as a pass.
 */
const verdict =
  /(?:^|\s)(accept|drop|return|continue|queue.*|reject.*|(?:jump|goto) (?<target>\S+))$/;

/** The rules of each chain of a table that `nft -s list table` shows, and the text of its sets. */
interface Table {
  readonly chains: ReadonlyMap<string, readonly string[]>;
  readonly sets: ReadonlyMap<string, string>;
}

/** Blocks end with a brace on a line of its own; long lists of elements run over several lines. */
function readTable(listing: string): Table {
  const chains = new Map<string, readonly string[]>();
  const sets = new Map<string, string>();
  for (const [, kind, name = "", body = ""] of listing.matchAll(
    /^\t(chain|set) (\S+) \{\n([\s\S]*?)^\t\}$/gm,
  )) {
    if (kind === "set") sets.set(name, body);
    else chains.set(name, body.replace(/,\n\s*/g, ", ").split("\n"));
  }
  return { chains, sets };
}

/** Returns whether `"name"`, `"na*"`, `{ "a", "b" }` or `@set` includes a name. */
function names(value: string, name: string, sets: Table["sets"]): boolean {
  const list = value.startsWith("@") ? (sets.get(value.slice(1)) ?? "") : value;
  return [...list.matchAll(/"([^"]*)"/g)].some(([, each = ""]) =>
    each.endsWith("*") ? name.startsWith(each.slice(0, -1)) : each === name,
  );
}

/** Returns the rest of a rule without the conditions that match; null if one does not match. */
function remainder(rule: string, packet: Packet, sets: Table["sets"]): string | null {
  let fits = true;
  const judge = (isMeant: boolean, not: string | undefined) => {
    if (isMeant === (not !== undefined)) fits = false;
    return "";
  };
  const rest = rule
    .replace(/ comment "[^"]*"/, "")
    .replace(/\blog(?: (?:prefix "[^"]*"|(?:level|flags|group|snaplen) \S+))*/, "")
    .replace(/\bcounter(?: packets \d+ bytes \d+)?/, "")
    .replace(
      /\b(?:meta )?(i|o)if(?:name)? (!= )?("[^"]*"|\{[^}]*\}|@\S+)/g,
      (_all, side, not, value) =>
        judge(names(value, side === "i" ? packet.from : packet.to, sets), not),
    )
    .replace(/\bct state (!= )?(?!vmap)(\{[^}]*\}|[a-z,]+)/g, (_all, not, states) =>
      judge(new RegExp(`\\b${packet.state}\\b`).test(states), not),
    )
    .replace(/\b(?:meta )?iifname vmap (\{[^}]*\})/, (_all, map) => chosen(map, packet.from))
    .replace(/\bct state vmap (\{[^}]*\})/, (_all, map) => chosen(map, packet.state));
  return fits ? rest.trim().replace(/\s+/g, " ") : null;
}

/** Returns the verdict of a verdict map for a key; `continue` if it has none. */
function chosen(map: string, key: string): string {
  for (const [, each = "", then = ""] of map.matchAll(/"?([^\s",{]+)"? : ([^,}]+)/g)) {
    if (each === key) return then.trim();
  }
  return "continue";
}

function walk(table: Table, chain: string, packet: Packet, depth: number): Fate {
  if (depth > deepest) return "end";
  for (const line of table.chains.get(chain) ?? []) {
    const rest = remainder(line, packet, table.sets);
    const found = rest === null ? null : verdict.exec(rest);
    if (rest === null || found === null) continue;
    // With an unknown condition left the rule may match or not, so it does not count.
    if (found.index > 0) continue;
    const [, word = ""] = found;
    const target = found.groups?.["target"];
    if (word === "accept") return "accept";
    if (word === "return") return "end";
    if (target !== undefined) {
      const fate = walk(table, target, packet, depth + 1);
      if (fate !== "end" || word.startsWith("goto")) return fate;
    } else if (word !== "continue") {
      return "drop";
    }
  }
  return "end";
}

/** Returns whether such a table surely lets frames of a bridge pass from one port to another. */
export function letsPassBridged(listing: string, chain: string, lan: string): boolean {
  return walk(readTable(listing), chain, { from: lan, to: lan, state: "new" }, 0) === "accept";
}

/**
 * Returns whether a table of another firewall, as `nft -s list table` shows it, surely lets a new
 * flow of the LAN out by an uplink, and its answers back in. Only chains that the chain at the hook
 * jumps to count; iptables-nft's tables look the same.
 */
export function letsPass(listing: string, chain: string, lan: string, uplink: string): boolean {
  const table = readTable(listing);
  const passes = (from: string, to: string, state: Packet["state"]) =>
    walk(table, chain, { from, to, state }, 0) === "accept";
  return passes(lan, uplink, "new") && passes(uplink, lan, "established");
}
