import { type AppError, appError } from "../../contract/errors/app-error.ts";
import type { DesiredLan } from "../../contract/lan/netd.ts";
import { type BackOff, createBackOff } from "../../core/base/back-off.ts";
import { allowedNames } from "../../core/firewall/airlock-rules.ts";
import {
  airlockPorts,
  type OwnResolver,
  resolverPorts,
} from "../../core/firewall/own-resolvers.ts";
import { type DesiredDnsmasq, planDnsmasq } from "../../core/lan/names/dnsmasq-plan.ts";
import { portHolder } from "../../core/lan/port-holder.ts";
import { createDnsmasq, type Dnsmasq } from "./dnsmasq.ts";
import { createHeardNames, type HeardNames } from "./heard-names.ts";
import { createResolvedLink, type ResolvedLink } from "./resolved.ts";
import { tell, upstreamOf } from "./upstream.ts";

/** The LAN that addresses and names are served to, and where queries leave. */
export interface DesiredNames {
  readonly desiredLan: DesiredLan;
  /** The interface by which packets leave now; null if none. */
  readonly active: string | null;
  /** The resolvers of machines with uplinks of their own, each with the interface in use now. */
  readonly resolvers: readonly (OwnResolver & { readonly active: string | null })[];
}

/** Serves addresses (DHCP) and names (DNS) to the LAN. */
export interface LanNames {
  /** Serves the desired LAN from now on; null to serve none. */
  keep(desired: DesiredNames | null): Promise<void>;
  /** Returns why a part of it is not served; null if all is. */
  problem(): AppError | null;
  /** Returns what the resolver of a machine with an airlock has heard; nothing without one. */
  heard(address: string): HeardNames;
}

/** Pauses in ms before a dnsmasq that ended by itself is started again. */
const pauses = [500, 1000, 2000, 4000, 8000, 16_000, 30_000] as const;
/** A dnsmasq that ran for so long (ms) counts as a success. */
const goodLife = 10_000;

/** A resolver for machines with an uplink of their own. */
interface Resolver {
  readonly dnsmasq: Dnsmasq;
  readonly heard: HeardNames;
  /** The machine whose airlock it serves; null if it serves all names. */
  gated: string | null;
  pid: number | null;
}

interface NamesState {
  readonly note: (outcome: string) => void;
  readonly dnsmasq: Dnsmasq;
  readonly resolved: ResolvedLink;
  /** The resolvers by their ports. */
  readonly others: Map<number, Resolver>;
  readonly createResolver: (port: number, heard: HeardNames) => Dnsmasq;
  readonly backOff: BackOff;
  wanted: DesiredNames | null;
  problem: AppError | null;
  again: NodeJS.Timeout | null;
  startedAt: number;
  lastPid: number | null;
}

/** Creates the service of a user's LAN in a network namespace. */
export function createLanNames(
  uid: number,
  namespace: string,
  note: (outcome: string) => void,
): LanNames {
  const name = `${uid}-${namespace}`;
  let queue: Promise<void> = Promise.resolve();
  function inTurn(): Promise<void> {
    queue = queue
      .then(() => serve(state))
      .catch((error) => {
        state.problem = appError("lan-names-failed", { detail: String(error) });
      });
    return queue;
  }
  function ended(words: string): void {
    note(`dnsmasq ended: ${words}`);
    if (Date.now() - state.startedAt > goodLife) state.backOff.reset();
    if (state.again !== null) clearTimeout(state.again);
    state.again = setTimeout(() => void inTurn(), state.backOff.next());
  }
  const state: NamesState = {
    note,
    dnsmasq: createDnsmasq(name, uid, ended),
    resolved: createResolvedLink(),
    others: new Map(),
    createResolver: (port, heard) => createDnsmasq(`${name}.${port}`, uid, ended, heard.hear),
    backOff: createBackOff(pauses),
    wanted: null,
    problem: null,
    again: null,
    startedAt: 0,
    lastPid: null,
  };
  return {
    keep(desired) {
      state.wanted = desired;
      return inTurn();
    },
    problem: () => state.problem,
    heard: (address) =>
      [...state.others.values()].find((each) => each.gated === address)?.heard ??
      createHeardNames(),
  };
}

/** Serves the LAN, and the machines with uplinks of their own. */
async function serve(state: NamesState): Promise<void> {
  await serveLan(state);
  const { wanted, dnsmasq } = state;
  await state.resolved.keep(wanted?.desiredLan.lan ?? null, dnsmasq.pid() !== null);
  if (wanted === null || wanted.desiredLan.lan.addressing === "static") return;
  const trouble = await serveOthers(state, wanted);
  state.problem ??= trouble;
}

/** Serves all, or, where another program has a port, the rest. */
async function serveLan(state: NamesState): Promise<void> {
  if (state.again !== null) clearTimeout(state.again);
  state.again = null;
  const desired = state.wanted;
  if (desired === null || desired.desiredLan.lan.addressing === "static") {
    state.problem = null;
    state.lastPid = null;
    return endAll(state);
  }
  const taken = state.problem?.code === "lan-port-taken" ? state.problem.params.port : null;
  // A taken port is tried again only once it is free, because each try interrupts the rest.
  const isStillTaken = taken !== null && (await holderOf(state, taken)) !== null;
  if (isStillTaken && (await attempt(state, desired, without(taken))) === null) return;
  state.problem = await attempt(state, desired, { dns: true, dhcp: true });
  if (state.problem?.code === "lan-names-failed" && /in use/.test(state.problem.params.detail)) {
    const port = /DHCP/.test(state.problem.params.detail) ? 67 : 53;
    const by = (await holderOf(state, port)) ?? "?";
    const { interface: name } = desired.desiredLan.lan;
    state.problem =
      (await attempt(state, desired, without(port))) ??
      appError("lan-port-taken", { port, by, interface: name });
  }
  const pid = state.dnsmasq.pid();
  if (pid === null || pid === state.lastPid) return;
  state.lastPid = pid;
  state.startedAt = Date.now();
  state.note(`dnsmasq started: pid ${pid}`);
}

/** Returns the services that remain without a port. */
function without(port: 53 | 67): DesiredDnsmasq["serves"] {
  return { dns: port !== 53, dhcp: port !== 67 };
}

/** Finds the program that has a port which dnsmasq needs; null if none has. */
async function holderOf({ dnsmasq }: NamesState, port: 53 | 67): Promise<string | null> {
  return portHolder(await tell("ss", "-Hlnptu", `sport = :${port}`), dnsmasq.pid());
}

async function attempt(
  { dnsmasq }: NamesState,
  { desiredLan, active }: DesiredNames,
  serves: DesiredDnsmasq["serves"],
): Promise<AppError | null> {
  const { lan, reservations, uplink } = desiredLan;
  const upstream = await upstreamOf(uplink, active, lan);
  const plan = planDnsmasq({ lan, reservations, upstream, serves }, dnsmasq.files);
  const held = await dnsmasq.hold(plan);
  return held.ok ? null : held.error;
}

/** Serves names to machines with uplinks of their own, and ends resolvers without machines. */
async function serveOthers(
  state: NamesState,
  { desiredLan, resolvers }: DesiredNames,
): Promise<AppError | null> {
  const { lan, reservations } = desiredLan;
  for (const [port, { dnsmasq: other, gated }] of state.others) {
    // The names that one machine asked for are not told as another one's.
    if (resolvers.some((each) => each.port === port && gatedBy(each) === gated)) continue;
    await other.end();
    state.others.delete(port);
  }
  let trouble: AppError | null = null;
  for (const each of resolvers) {
    const { port, uplink, active, addresses, airlock } = each;
    const resolver = resolverAt(state, port);
    const upstream = await upstreamOf(uplink, active, lan);
    const serves = { dns: true, dhcp: false };
    const [address = ""] = addresses;
    const only = airlock === undefined ? null : allowedNames(address, airlock, Date.now());
    resolver.gated = gatedBy(each);
    resolver.heard.allow(only?.map(({ name }) => name) ?? []);
    const wanted = {
      lan,
      reservations,
      upstream,
      serves,
      port,
      ...(only === null ? {} : { only }),
    };
    const held = await resolver.dnsmasq.hold(planDnsmasq(wanted, resolver.dnsmasq.files));
    if (!held.ok) trouble = held.error;
    const pid = resolver.dnsmasq.pid();
    if (pid !== null && pid !== resolver.pid) state.note(`dnsmasq started: pid ${pid}`);
    resolver.pid = pid;
  }
  return trouble;
}

/** Returns the machine whose airlock a resolver serves; null if it serves all names. */
function gatedBy({ airlock, addresses }: OwnResolver): string | null {
  return airlock === undefined ? null : (addresses[0] ?? null);
}

/** Returns the resolver at a port of its own, and creates it at the first call. */
function resolverAt({ others, createResolver }: NamesState, port: number): Resolver {
  const known = others.get(port);
  if (known !== undefined) return known;
  const heard = createHeardNames();
  const made = { dnsmasq: createResolver(port, heard), heard, gated: null, pid: null };
  others.set(port, made);
  return made;
}

/** Ends every dnsmasq, and removes the files that a killed netd may have left. */
async function endAll(state: NamesState): Promise<void> {
  for (const port of [...resolverPorts, ...airlockPorts])
    await resolverAt(state, port).dnsmasq.end();
  state.others.clear();
  await state.dnsmasq.end();
}
