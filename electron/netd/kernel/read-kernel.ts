import { readFileSync } from "node:fs";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { DesiredLan } from "../../contract/lan/netd.ts";
import { airlockListing, airlockTable, setName } from "../../core/firewall/airlock-rules.ts";
import { parseTraces } from "../../core/firewall/airlock-traces.ts";
import { findForwardBlockers } from "../../core/firewall/foreign-firewall.ts";
import {
  findLegacyBlocker,
  legacyTables,
  usesLegacy,
} from "../../core/firewall/legacy-firewall.ts";
import { listings } from "../../core/firewall/nft-ruleset.ts";
import { parseRefusals, portTable } from "../../core/firewall/port-rules.ts";
import { resolvConfServers, resolverFiles } from "../../core/lan/names/upstream-dns.ts";
import type { LanObserved } from "../../core/lan/plan/operations.ts";
import {
  automaticLookup,
  ledArguments,
  ledLookup,
  parseLookup,
} from "../../core/lan/plan/route-lookup.ts";
import {
  type TapSetting,
  tapSettingFile,
  tapSettingNames,
  tapSettings,
} from "../../core/lan/plan/tap-settings.ts";
import { findTaggedRules, type OneShotFacts, taggedText } from "../../core/root/one-shot-plan.ts";
import {
  type Link,
  listRoutes,
  listRules,
  parseLinks,
  parseRoutes,
  parseRules,
} from "../../core/uplink/ip-json.ts";
import { findProgram, packageOf, run } from "../base/programs.ts";

async function ask(
  program: "ip" | "nft",
  args: readonly string[],
): Promise<Result<{ readonly code: number | null; readonly stdout: string; stderr: string }>> {
  const path = findProgram(program);
  if (path === null) return fail("program-missing", { program, package: packageOf[program] });
  return ok(await run(path, args));
}

async function ipJson<T>(
  args: readonly string[],
  parse: (text: string) => Result<T>,
): Promise<Result<T>> {
  const answer = await ask("ip", args);
  if (!answer.ok) return answer;
  const { code, stdout, stderr } = answer.value;
  if (code === 0) return parse(stdout);
  const cause = `ip ${args.join(" ")}\nexit ${code}\n${stderr}`;
  return fail("program-failed", { program: "ip", detail: stderr.trim() }, cause);
}

/** With statistics, which count how often a carrier has changed. */
const listAddresses = ["-j", "-d", "-s", "-s", "address", "show"] as const;

/**
 * Lists our tables as nft does, without counters: the one of packets, then that of a bridge's ports. Null
 * if there are none.
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

/** Lists the rules of airlocks; null if there are none. */
async function listAirlocks(): Promise<Result<string | null>> {
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
  let names: string;
  try {
    names = readFileSync(legacyTables, "utf8");
  } catch {
    return null;
  }
  const program = usesLegacy(names, table) ? findProgram("iptables-legacy") : null;
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
 * Finds chains of other firewalls that drop forwarded packets. A chain that cannot be listed is
 * left out.
 */
async function findBlockers(): Promise<LanObserved["blockers"]> {
  const [chains, legacy] = await Promise.all([ask("nft", ["-j", "list", "chains"]), listLegacy()]);
  const found = chains.ok ? findForwardBlockers(chains.value.stdout) : [];
  const listed = await Promise.all(
    found.map(async (blocker) => {
      const table = await ask("nft", ["-s", "list", "table", blocker.family, blocker.table]);
      return { ...blocker, listing: table.ok ? table.value.stdout : "" };
    }),
  );
  const older = findLegacyBlocker(legacy ?? "");
  return older === null ? listed : [...listed, older];
}

/** Reads a setting of the kernel's; null if it does not exist, or its interface went away. */
function readSetting(path: string): string | null {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return null;
  }
}

const isOn = (path: string) => readSetting(path) === "1";

function thoseWith(
  flag: "forwarding" | "route_localnet",
  links: readonly Link[],
): ReadonlySet<string> {
  const names = links.map((link) => link.name);
  return new Set(names.filter((name) => isOn(`/proc/sys/net/ipv4/conf/${name}/${flag}`)));
}

const isTap = (link: Link) => link.tap || link.kind === "bridge";

/** Returns the LAN's settings that each tap lacks. */
function looseTaps(links: readonly Link[]): ReadonlyMap<string, readonly TapSetting[]> {
  return new Map(
    links.filter(isTap).map(({ name }) => {
      const lacking = tapSettingNames.filter((setting) => {
        const value = readSetting(tapSettingFile(name, setting));
        return value !== null && value !== tapSettings[setting];
      });
      return [name, lacking];
    }),
  );
}

/** Settings of the kernel's by the names of interfaces. */
type Settings = Pick<LanObserved, "forwarding" | "localnet" | "loose">;

/**
 * Returns the settings of interfaces; null if one of its taps was replaced since they were listed. Where a tap
 * lacks a setting they are listed once more: the interface that has its name by now is not ours to change.
 */
async function readSettings(links: readonly Link[]): Promise<Settings | null> {
  const settings = {
    forwarding: thoseWith("forwarding", links),
    localnet: thoseWith("route_localnet", links),
    loose: looseTaps(links),
  };
  const taps = links.filter(isTap);
  const isWhole = ({ name }: Link) =>
    settings.forwarding.has(name) && settings.loose.get(name)?.length === 0;
  if (taps.every(isWhole)) return settings;
  const again = await ipJson(listAddresses, parseLinks);
  if (!again.ok) return null;
  const isThere = (tap: Link) =>
    again.value.some(({ name, index }) => name === tap.name && index === tap.index);
  return taps.every(isThere) ? settings : null;
}

async function lookUp(words: readonly string[] | null): Promise<string | null> {
  if (words === null) return null;
  const answer = await ask("ip", words);
  return answer.ok && answer.value.code === 0 ? parseLookup(answer.value.stdout) : null;
}

/** Asks the kernel where packets go that have an uplink of their own; empty if the LAN is off. */
async function lookUpLed(desired: DesiredLan | null): Promise<LanObserved["led"]> {
  if (desired === null) return new Map();
  const { lines, parse } = ledLookup(desired);
  const path = lines === "" ? null : findProgram("ip");
  return path === null ? new Map() : parse((await run(path, ledArguments, lines)).stdout);
}

/** User IDs by login names, which do not change while a user is logged in. */
const userNumbers = new Map<string, number>();

/** Returns the links with the owner of each tap as a number, also where `ip` shows a login name. */
async function withOwnerNumbers(links: readonly Link[]): Promise<readonly Link[]> {
  for (const { owner } of links) {
    if (typeof owner !== "string" || userNumbers.has(owner)) continue;
    const getent = findProgram("getent");
    if (getent === null) continue;
    const { code, stdout } = await run(getent, ["passwd", "--", owner]);
    const [name, , uid = ""] = stdout.split(":");
    if (code === 0 && name === owner && /^\d+$/.test(uid)) userNumbers.set(owner, Number(uid));
  }
  return links.map((link) =>
    typeof link.owner === "string"
      ? { ...link, owner: userNumbers.get(link.owner) ?? link.owner }
      : link,
  );
}

/** Returns the host's name servers, as its programs have written them down. */
function readNameServers(): readonly string[] {
  const texts = resolverFiles.map((path) => {
    try {
      return readFileSync(path, "utf8");
    } catch {
      return "";
    }
  });
  return texts.flatMap(resolvConfServers);
}

/** Interfaces that are replaced while we look are looked at again, but not for ever. */
const mostLooks = 5;

/**
 * Reads the parts of the kernel's network that the LAN depends on, by its desired state (null if it
 * is off). `isTagged`: whether to look for our rules in other firewalls.
 */
export async function observe(
  desired: DesiredLan | null,
  isTagged: boolean,
  looks = mostLooks,
): Promise<Result<LanObserved>> {
  const hasAirlocks = desired?.airlocks !== undefined;
  const [links, rules, routes, listing, blockers, tagged, onward, led, airlocks] =
    await Promise.all([
      ipJson(listAddresses, parseLinks),
      ipJson(listRules, parseRules),
      ipJson(listRoutes, parseRoutes),
      listRuleset(),
      findBlockers(),
      isTagged ? listTagged() : null,
      desired === null ? null : lookUp(automaticLookup(desired)),
      lookUpLed(desired),
      hasAirlocks ? listAirlocks() : null,
    ]);
  if (!links.ok) return links;
  if (!rules.ok) return rules;
  if (!routes.ok) return routes;
  if (!listing.ok) return listing;
  if (airlocks?.ok === false) return airlocks;
  const settings = await readSettings(links.value);
  if (settings === null) {
    return looks > 1
      ? observe(desired, isTagged, looks - 1)
      : fail("program-failed", { program: "ip", detail: "interfaces-change" });
  }
  return ok({
    links: await withOwnerNumbers(links.value),
    nameServers: readNameServers(),
    rules: rules.value,
    routes: routes.value,
    ...{ onward, led },
    tagged: tagged?.ok ? tagged.value.map(taggedText) : null,
    ...settings,
    filtersBridges: isOn("/proc/sys/net/bridge/bridge-nf-call-iptables"),
    globalForwarding: isOn("/proc/sys/net/ipv4/ip_forward"),
    listing: listing.value,
    ...(airlocks === null ? {} : { airlocks: airlocks.value }),
    blockers,
  });
}
