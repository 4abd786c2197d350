import { readFileSync } from "node:fs";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { DesiredLan } from "../../contract/lan/netd.ts";
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
import { taggedText } from "../../core/root/one-shot-plan.ts";
import {
  type Link,
  listRoutes,
  listRules,
  parseLinks,
  parseRoutes,
  parseRules,
} from "../../core/uplink/ip-json.ts";
import { findProgram, run } from "../base/programs.ts";
import { ask } from "./ask.ts";
import { findBlockers, listAirlocks, listRuleset, listTagged } from "./read-firewall.ts";

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
      findBlockers(isOn("/proc/sys/net/bridge/bridge-nf-call-ip6tables")),
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
    ...blockers,
  });
}
