import { createSocket } from "node:dgram";
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { findForwardBlockers } from "../../core/firewall/foreign-firewall.ts";
import {
  findLegacyBlocker,
  legacyTables,
  usesLegacy,
} from "../../core/firewall/legacy-firewall.ts";
import { listings } from "../../core/firewall/nft-ruleset.ts";
import type { LanObserved } from "../../core/lan/plan/operations.ts";
import type { LanStateFile } from "../../core/lan/plan/state-file.ts";
import {
  type TapSetting,
  tapSettingFile,
  tapSettingNames,
} from "../../core/lan/plan/tap-settings.ts";
import { dnsMessage, isFineDnsAnswer } from "../../core/path-check/probe-frames.ts";
import { listRules, type PolicyRule, parseRules } from "../../core/uplink/ip-json.ts";
import { runProgram } from "../process/run-program.ts";
import { type Neighbour, readNeighbours } from "./neighbours.ts";
import { runWhereTheLanIs } from "./where-the-lan-is.ts";

/** Returns the policy rules, which every user may read; empty if that fails. */
export async function readRules(): Promise<readonly PolicyRule[]> {
  const said = await runWhereTheLanIs("ip", listRules);
  const rules = said.ok ? parseRules(said.value.stdout) : said;
  return rules.ok ? rules.value : [];
}

/** Returns the interfaces of a list that forward packets. */
export async function readForwarding(names: readonly string[]): Promise<ReadonlySet<string>> {
  const flags = await Promise.all(
    names.map((name) =>
      readFile(`/proc/sys/net/ipv4/conf/${name}/forwarding`, "utf8").catch(() => ""),
    ),
  );
  return new Set(names.filter((_name, index) => flags[index]?.trim() === "1"));
}

/** Returns whether an interface carries packets from and to 127.0.0.0/8; none is false. */
export async function readLocalnet(name: string): Promise<boolean> {
  const path = `/proc/sys/net/ipv4/conf/${name}/route_localnet`;
  return (await readFile(path, "utf8").catch(() => "")).trim() === "1";
}

/** Returns the settings of a tap, as far as it is there and the kernel knows them. */
export async function readTapSettings(
  name: string,
): Promise<Readonly<Partial<Record<TapSetting, string>>>> {
  const found = tapSettingNames.map(async (setting) => {
    const text = await readFile(tapSettingFile(name, setting), "utf8").catch(() => null);
    return text === null ? [] : [[setting, text.trim()] as const];
  });
  return Object.fromEntries((await Promise.all(found)).flat());
}

/** Returns the largest packet that an interface sends, in bytes; null if it does not exist. */
export async function readMtu(name: string): Promise<number | null> {
  const text = await readFile(`/sys/class/net/${name}/mtu`, "utf8").catch(() => "");
  const mtu = Number.parseInt(text, 10);
  return Number.isSafeInteger(mtu) ? mtu : null;
}

/** Reads the rules as root, without netd; null for other users. */
export async function readFirewall(): Promise<Pick<
  LanObserved,
  "listing" | "blockers" | "tagged"
> | null> {
  if (process.getuid?.() !== 0) return null;
  const [own, chains] = await Promise.all([
    Promise.all(listings.map((args) => runProgram("nft", args))),
    runProgram("nft", ["-j", "list", "chains"]),
  ]);
  const texts = own.flatMap((each) => (each.ok ? [each.value.stdout] : []));
  const blockers = await Promise.all(
    (chains.ok ? findForwardBlockers(chains.value.stdout) : []).map(async (each) => {
      const table = await runProgram("nft", ["-s", "list", "table", each.family, each.table]);
      return { ...each, listing: table.ok ? table.value.stdout : "" };
    }),
  );
  const names = await readFile(legacyTables, "utf8").catch(() => "");
  const legacy = usesLegacy(names) ? await runProgram("iptables-legacy", ["-w", "-S"]) : null;
  const older = legacy?.ok ? findLegacyBlocker(legacy.value.stdout) : null;
  return {
    listing: texts.length === 0 ? null : texts.join(""),
    blockers: older === null ? blockers : [...blockers, older],
    tagged: null,
  };
}

/** Returns nft's listing when our rules were last loaded; null if unknown. */
export function expectedListing(stateFile: LanStateFile | null): string | null {
  return stateFile?.ruleset?.listing ?? null;
}

/** The time limit for an answer to a ping, in whole seconds (ping(8)). */
const pingSeconds = 1;

/**
 * Returns whether an address answers a ping by an interface. False also where ping is not
 * installed.
 */
async function answersPing(address: string, interfaceName: string): Promise<boolean> {
  const args = ["-n", "-c", "1", "-W", String(pingSeconds), "-I", interfaceName, address];
  return (await runProgram("ping", args, { timeout: 3000 })).ok;
}

/** The kernel probes a neighbour that it did not hear for long after 5 s, three times (arp(7)). */
const neighbourMs = 9000;
const neighbourPaceMs = 250;

/** The kernel's entry of a neighbour, and when (in seconds) it was read. */
type DatedNeighbour = Neighbour & { readonly at: number };

/**
 * Returns whether the gateway on an interface lives: it answers a ping, or, since some answer none,
 * the kernel has heard it by ARP since it was asked.
 */
export async function isGatewayAlive(address: string, interfaceName: string): Promise<boolean> {
  const before = await readNeighbour(address, interfaceName);
  if (await answersPing(address, interfaceName)) return true;
  for (;;) {
    const now = await readNeighbour(address, interfaceName);
    if (isHeardSince(before, now)) return true;
    const isAsking = now.state.some((state) => ["DELAY", "PROBE"].includes(state));
    if (!isAsking || (now.at - before.at) * 1000 > neighbourMs) return false;
    await delay(neighbourPaceMs);
  }
}

/**
 * Returns whether a neighbour answered after it was looked at first. REACHABLE is what an answer
 * leads to, and stays for half a minute: where it was so before, the answer must be a later one.
 * The age of an answer is told in whole seconds, so it may be almost one second more.
 */
function isHeardSince(before: DatedNeighbour, now: DatedNeighbour): boolean {
  if (!now.state.includes("REACHABLE")) return false;
  if (!before.state.includes("REACHABLE")) return true;
  if (now.confirmed === undefined || before.confirmed === undefined) return false;
  return now.at - now.confirmed - 1 >= before.at - before.confirmed;
}

/** Reads the kernel's entry of a neighbour; its state is empty if there is none. */
export async function readNeighbour(
  address: string,
  interfaceName: string,
): Promise<DatedNeighbour> {
  const args = ["-s", "-j", "neigh", "show", address, "dev", interfaceName];
  const [known] = await readNeighbours(args);
  return { state: [], ...known, at: Date.now() / 1000 };
}

const dnsTimeoutMs = 1500;

/** Returns whether a name server answers this computer. */
export function answersDns(server: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    const end = (answered: boolean) => {
      clearTimeout(timer);
      resolve(answered);
      socket.close();
    };
    const timer = setTimeout(() => end(false), dnsTimeoutMs);
    socket.once("message", (answer) => {
      end(isFineDnsAnswer(new DataView(answer.buffer, answer.byteOffset, answer.byteLength)));
    });
    socket.once("error", () => end(false));
    // As a callback it would also be called with an error, and send by a socket that leads nowhere.
    socket.once("connect", () => socket.send(dnsMessage()));
    socket.connect(53, server);
  });
}
