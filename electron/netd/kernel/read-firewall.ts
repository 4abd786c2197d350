import { readFileSync } from "node:fs";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { airlockListing, airlockTable, setName } from "../../core/firewall/airlock-rules.ts";
import { parseTraces } from "../../core/firewall/airlock-traces.ts";
import { findForwardBlockers, ipv6Families } from "../../core/firewall/foreign-firewall.ts";
import type { ForwardBlocker, ListedBlocker } from "../../core/firewall/forward-blocker.ts";
import {
  findLegacyBlocker,
  legacyFamily6,
  legacyTables,
  legacyTables6,
  usesLegacy,
} from "../../core/firewall/legacy-firewall.ts";
import { listings } from "../../core/firewall/nft-ruleset.ts";
import { parseRefusals, portTable } from "../../core/firewall/port-rules.ts";
import type { LanObserved } from "../../core/lan/plan/operations.ts";
import { findTaggedRules, type OneShotFacts } from "../../core/root/one-shot-plan.ts";
import { findProgram, run } from "../base/programs.ts";
import { ask } from "./ask.ts";

/**
 * Lists our tables as nft does, without counters: the one of packets, then that of a bridge's ports. Null
 * without any.
 */
export async function listRuleset(): Promise<Result<string | null>> {
  const answers = await Promise.all(listings.map((args) => ask("nft", args)));
  const texts: string[] = [];
  for (const answer of answers) {
    if (!answer.ok) return answer;
    const { code, stdout, stderr } = answer.value;
    if (code === 0) texts.push(stdout);
    else if (!isAbsent(stderr)) {
      return fail("program-failed", { program: "nft", detail: stderr.trim() }, stderr);
    }
  }
  return ok(texts.length === 0 ? null : texts.join(""));
}

/** Lists the rules of airlocks; null without any. */
export async function listAirlocks(): Promise<Result<string | null>> {
  const answer = await ask("nft", airlockListing);
  if (!answer.ok) return answer;
  const { code, stdout, stderr } = answer.value;
  if (code === 0) return ok(stdout);
  return isAbsent(stderr)
    ? ok(null)
    : fail("program-failed", { program: "nft", detail: stderr.trim() }, stderr);
}

/** Reads what the kernel remembers of a machine's airlock. */
export async function readAirlockTraces(address: string) {
  const sets = await Promise.all(
    (["reached", "refused", "portless"] as const).map(async (kind) => {
      const name = setName(kind, address);
      const answer = await ask("nft", ["-j", "list", "set", "inet", airlockTable, name]);
      return answer.ok && answer.value.code === 0 ? parseTraces(answer.value.stdout) : [];
    }),
  );
  const [reached = [], refused = [], portless = []] = sets;
  return { reached, refused: [...refused, ...portless] };
}

/** Counts the frames that each machine's port refused. */
export async function countRefused() {
  const answer = await ask("nft", ["-j", "list", "counters", "table", "bridge", portTable]);
  return answer.ok && answer.value.code === 0 ? parseRefusals(answer.value.stdout) : [];
}

/** Tells whether nft found no such table, or the kernel knows no tables of that family. */
const isAbsent = (stderr: string) => /No such file or directory|not supported/.test(stderr);

/**
 * Lists one of iptables' older tables, as `iptables-legacy -S` does. Null if it is not in use in
 * this network namespace, where listing it would create it.
 */
export async function listLegacy(table: "filter" | "nat" = "filter"): Promise<string | null> {
  return listOlder("iptables-legacy", legacyTables, table);
}

async function listOlder(
  name: "iptables-legacy" | "ip6tables-legacy",
  inUse: string,
  table: "filter" | "nat",
): Promise<string | null> {
  let names: string;
  try {
    names = readFileSync(inUse, "utf8");
  } catch {
    return null;
  }
  const program = usesLegacy(names, table) ? findProgram(name) : null;
  if (program === null) return null;
  const { code, stdout } = await run(program, ["-w", "-t", table, "-S"]);
  return code === 0 ? stdout : null;
}

/** Lists our rules in iptables' tables, the older ones included. */
export async function listTagged(): Promise<Result<OneShotFacts["tagged"]>> {
  const path = findProgram("iptables");
  if (path === null) return fail("program-missing", { program: "iptables", package: "iptables" });
  const [{ code, stdout, stderr }, legacy] = await Promise.all([
    run(path, ["-w", "-S"]),
    listLegacy(),
  ]);
  if (code !== 0) return fail("once-step-failed", { step: "iptables -S", detail: stderr.trim() });
  const of = (program: "iptables" | "iptables-legacy", listing: string) =>
    findTaggedRules(listing).map((rule) => ({ program, rule }));
  return ok([...of("iptables", stdout), ...of("iptables-legacy", legacy ?? "")]);
}

/**
 * Finds chains of other firewalls that drop forwarded packets; `hasIpv6`: also those that see IPv6 alone. A
 * chain that cannot be listed is left out.
 */
export async function findBlockers(
  hasIpv6: boolean,
): Promise<Pick<LanObserved, "blockers" | "blockers6">> {
  const [chains, legacy, legacy6] = await Promise.all([
    ask("nft", ["-j", "list", "chains"]),
    listLegacy(),
    hasIpv6 ? listOlder("ip6tables-legacy", legacyTables6, "filter") : null,
  ]);
  const text = chains.ok ? chains.value.stdout : "";
  const older = findLegacyBlocker(legacy ?? "");
  const older6 = findLegacyBlocker(legacy6 ?? "", legacyFamily6);
  const [blockers, blockers6] = await Promise.all([
    listBlockers(findForwardBlockers(text)),
    listBlockers(hasIpv6 ? findForwardBlockers(text, ipv6Families) : []),
  ]);
  return {
    blockers: older === null ? blockers : [...blockers, older],
    blockers6: older6 === null ? blockers6 : [...blockers6, older6],
  };
}

function listBlockers(found: readonly ForwardBlocker[]): Promise<readonly ListedBlocker[]> {
  return Promise.all(
    found.map(async (blocker) => {
      const table = await ask("nft", ["-s", "list", "table", blocker.family, blocker.table]);
      return { ...blocker, listing: table.ok ? table.value.stdout : "" };
    }),
  );
}
