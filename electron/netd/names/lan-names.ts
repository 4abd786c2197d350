import { existsSync, readFileSync, statSync } from "node:fs";
import { type AppError, appError } from "../../contract/errors/app-error.ts";
import type { DesiredLan } from "../../contract/lan/netd.ts";
import type { LanSettings } from "../../contract/lan/network.ts";
import type { UplinkChoice } from "../../contract/uplink/choice.ts";
import { followsHost, isShut } from "../../contract/uplink/choice.ts";
import { type OwnResolver, resolverPorts } from "../../core/firewall/own-resolvers.ts";
import { type DesiredDnsmasq, lanDomain, planDnsmasq } from "../../core/lan/names/dnsmasq-plan.ts";
import {
  resolvConfServers,
  toldServers,
  upstreamServers,
} from "../../core/lan/names/upstream-dns.ts";
import { portHolder } from "../../core/lan/port-holder.ts";
import { findProgram, run } from "../base/programs.ts";
import { createDnsmasq, type Dnsmasq } from "./dnsmasq.ts";

/** What addresses and names are served for. */
export interface DesiredNames {
  readonly desiredLan: DesiredLan;
  /** The interface by which packets leave now; null: none. */
  readonly active: string | null;
  /** Those of machines with ways of their own, each with the interface by which these leave now. */
  readonly resolvers: readonly (OwnResolver & { readonly active: string | null })[];
}

/** Serves addresses (DHCP) and names (DNS) to the LAN. */
export interface LanNames {
  /** Makes it serve what is wanted; null: nothing. */
  keep(desired: DesiredNames | null): Promise<void>;
  /** What keeps it from serving all; null: nothing. */
  problem(): AppError | null;
}

/** A dnsmasq that ended by itself comes back after so long, and ever later if it ends again. */
const firstPause = 500;
const longestPause = 30_000;
/** After so long it has lived well. */
const goodLife = 10_000;

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

async function tell(program: string, ...args: readonly string[]): Promise<string> {
  const path = findProgram(program);
  if (path === null) return "";
  const { code, stdout } = await run(path, args);
  return code === 0 ? stdout : "";
}

const resolvedSocket = "/run/systemd/resolve/io.systemd.Resolve";
const networkManager = "/run/NetworkManager";

/** The name servers that belong to one interface, as the program says that configured it. */
async function serversOf(name: string): Promise<readonly string[]> {
  if (existsSync(resolvedSocket)) return toldServers(await tell("resolvectl", "dns", name));
  if (!existsSync(networkManager)) return [];
  return toldServers(await tell("nmcli", "-g", "IP4.DNS", "device", "show", name));
}

/** Whom to ask for the names of others, by a choice that leads out by `active` now. */
async function upstreamOf(
  choice: UplinkChoice,
  active: string | null,
  lan: LanSettings,
): Promise<readonly string[]> {
  const kind = followsHost(choice) ? "automatic" : isShut(choice) ? "none" : "chosen";
  const servers = upstreamServers(kind, active, {
    host: resolvConfServers(readText("/etc/resolv.conf")),
    behind: resolvConfServers(readText("/run/systemd/resolve/resolv.conf")),
    uplink: kind === "chosen" && active !== null ? await serversOf(active) : [],
  });
  // Asking itself would go round for ever.
  return servers.filter((server) => server.split("@")[0] !== lan.address);
}

/**
 * Where systemd-resolved runs, it is told who knows the LAN's names; it forgets that with the tap.
 * Elsewhere the host knows machines by their addresses.
 */
async function tellResolved({ interface: name, address }: LanSettings, serves: boolean) {
  const resolvectl = (...words: readonly string[]) => tell("resolvectl", ...words);
  await resolvectl("revert", name);
  // Names are ours to give: machines are neither asked for any, nor hear which are asked for.
  await resolvectl("llmnr", name, "no");
  await resolvectl("mdns", name, "no");
  if (!serves) return;
  await resolvectl("dns", name, address);
  await resolvectl("domain", name, `~${lanDomain}`);
  await resolvectl("default-route", name, "false");
}

/**
 * Which systemd-resolved knows of which interface what we told it: another one, and one that is told of
 * a new interface, do not. null: there is none to be told.
 */
function resolvedNow(name: string, serves: boolean): string | null {
  const socket = statSync(resolvedSocket, { throwIfNoEntry: false });
  const index = readText(`/sys/class/net/${name}/ifindex`).trim();
  return socket === undefined || index === "" ? null : `${socket.ino} ${index} ${serves}`;
}

/** Makes the service of a user's LAN in a network namespace. */
export function createLanNames(
  uid: number,
  namespace: string,
  note: (outcome: string) => void,
): LanNames {
  const name = `${uid}-${namespace}`;
  let wanted: DesiredNames | null = null;
  let problem: AppError | null = null;
  let queue: Promise<void> = Promise.resolve();
  let again: NodeJS.Timeout | null = null;
  let pause = firstPause;
  let startedAt = 0;
  let lastPid: number | null = null;
  let toldResolved: string | null = null;
  /** The interface that systemd-resolved was told of. */
  let toldOf: string | null = null;
  const others = new Map<number, { readonly dnsmasq: Dnsmasq; pid: number | null }>();

  function ended(words: string): void {
    note(`dnsmasq ended: ${words}`);
    if (Date.now() - startedAt > goodLife) pause = firstPause;
    if (again !== null) clearTimeout(again);
    again = setTimeout(() => void inTurn(serve), pause);
    pause = Math.min(pause * 2, longestPause);
  }
  const dnsmasq = createDnsmasq(name, uid, ended);

  function inTurn(work: () => Promise<void>): Promise<void> {
    queue = queue.then(work).catch((error) => {
      problem = appError("lan-names-failed", { detail: String(error) });
    });
    return queue;
  }

  /** Who has a port that dnsmasq could not have. */
  const holderOf = async (port: 53 | 67) =>
    portHolder(await tell("ss", "-Hlnptu", `sport = :${port}`), dnsmasq.pid());

  async function attempt(
    desired: DesiredNames,
    serves: DesiredDnsmasq["serves"],
  ): Promise<AppError | null> {
    const { lan, reservations } = desired.desiredLan;
    const upstream = await upstreamOf(desired.desiredLan.uplink, desired.active, lan);
    const held = await dnsmasq.hold(
      planDnsmasq({ lan, reservations, upstream, serves }, dnsmasq.files),
    );
    return held.ok ? null : held.error;
  }

  /** The name server at a port of its own. */
  function resolverAt(port: number) {
    const known = others.get(port) ?? {
      dnsmasq: createDnsmasq(`${name}.${port}`, uid, ended),
      pid: null,
    };
    others.set(port, known);
    return known;
  }

  /** Serves names to machines with ways of their own, and ends what serves none any more. */
  async function serveOthers({ desiredLan, resolvers }: DesiredNames): Promise<AppError | null> {
    const { lan, reservations } = desiredLan;
    for (const [port, { dnsmasq: other }] of others) {
      if (resolvers.some((each) => each.port === port)) continue;
      await other.end();
      others.delete(port);
    }
    let trouble: AppError | null = null;
    for (const { port, uplink, active } of resolvers) {
      const resolver = resolverAt(port);
      const upstream = await upstreamOf(uplink, active, lan);
      const serves = { dns: true, dhcp: false };
      const held = await resolver.dnsmasq.hold(
        planDnsmasq({ lan, reservations, upstream, serves, port }, resolver.dnsmasq.files),
      );
      if (!held.ok) trouble = held.error;
      const pid = resolver.dnsmasq.pid();
      if (pid !== null && pid !== resolver.pid) note(`dnsmasq started: pid ${pid}`);
      resolver.pid = pid;
    }
    return trouble;
  }

  /** Ends all, and removes what a netd that was killed may have left. */
  async function endAll(): Promise<void> {
    for (const port of resolverPorts) await resolverAt(port).dnsmasq.end();
    others.clear();
    await dnsmasq.end();
  }

  /** Serves the LAN, and those whose way is their own. */
  async function serve(): Promise<void> {
    await serveLan();
    const lan = wanted?.desiredLan.lan;
    const resolved = lan === undefined ? null : resolvedNow(lan.interface, dnsmasq.pid() !== null);
    if (lan !== undefined && resolved !== null && resolved !== toldResolved) {
      await tellResolved(lan, dnsmasq.pid() !== null);
      toldOf = lan.interface;
    }
    toldResolved = resolved;
    // By itself it forgets some time after the tap is gone, and another LAN may follow at once.
    if (wanted === null && toldOf !== null) await tell("resolvectl", "revert", toldOf);
    if (wanted === null) toldOf = null;
    if (wanted === null || wanted.desiredLan.lan.addressing === "static") return;
    const trouble = await serveOthers(wanted);
    problem ??= trouble;
  }

  /** Serves all, or, where another program has a port, the rest. */
  async function serveLan(): Promise<void> {
    if (again !== null) clearTimeout(again);
    again = null;
    const desired = wanted;
    if (desired === null || desired.desiredLan.lan.addressing === "static") {
      problem = null;
      lastPid = null;
      await endAll();
      return;
    }
    const taken = problem?.code === "lan-port-taken" ? problem.params.port : null;
    const without = (port: number) => ({ dns: port !== 53, dhcp: port !== 67 });
    // What was taken is tried again only once it is free: each try interrupts the rest.
    const isStillTaken = taken !== null && (await holderOf(taken)) !== null;
    if (isStillTaken && (await attempt(desired, without(taken))) === null) return;
    problem = await attempt(desired, { dns: true, dhcp: true });
    if (problem?.code === "lan-names-failed" && /in use/.test(problem.params.detail)) {
      const port = /DHCP/.test(problem.params.detail) ? 67 : 53;
      const by = (await holderOf(port)) ?? "?";
      const rest = await attempt(desired, without(port));
      problem =
        rest ??
        appError("lan-port-taken", { port, by, interface: desired.desiredLan.lan.interface });
    }
    const pid = dnsmasq.pid();
    if (pid === null || pid === lastPid) return;
    lastPid = pid;
    startedAt = Date.now();
    note(`dnsmasq started: pid ${pid}`);
  }

  return {
    keep(desired) {
      wanted = desired;
      return inTurn(serve);
    },
    problem: () => problem,
  };
}
