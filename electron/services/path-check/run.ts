import { readMachineTap } from "../../adapters/net/machine-tap.ts";
import {
  answersDns,
  expectedListing,
  isGatewayAlive,
  readFirewall,
  readForwarding,
  readMtu,
  readRules,
} from "../../adapters/net/path-probes.ts";
import { findListener } from "../../adapters/net/port-listener.ts";
import { lookUp, type NetworkFacts } from "../../adapters/net/read-interfaces.ts";
import { readCableView } from "../../adapters/qemu/cable-view.ts";
import { askQmp } from "../../adapters/qemu/qmp-client.ts";
import { machineRuntime } from "../../adapters/qemu/runtime.ts";
import type { NetdClient } from "../../adapters/root/netd-client.ts";
import { findOwnNetwork } from "../../adapters/root/own-network.ts";
import type { VdeSwitch } from "../../adapters/switch/vde-switch.ts";
import { byPort, keptForwards, standingOf } from "../../contract/app/forward-view.ts";
import { appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { isOver, spellEntry } from "../../contract/lan/airlock.ts";
import type { RefusedForward } from "../../contract/lan/forward.ts";
import type { DesiredLan } from "../../contract/lan/netd.ts";
import type { MachineFile } from "../../contract/machine/machine.ts";
import type { PathForward, PathReport } from "../../contract/path-check/verdict.ts";
import { parseIpv4 } from "../../core/base/ip-address.ts";
import { firewallFacts } from "../../core/lan/firewall-facts.ts";
import { lanSubnet } from "../../core/lan/plan/own-routing.ts";
import { lanLookup } from "../../core/lan/plan/route-lookup.ts";
import { emptyStateFile, type LanStateFile } from "../../core/lan/plan/state-file.ts";
import { isPlugged } from "../../core/machine/cable-state.ts";
import { type PathFacts, type PathWay, pathWay, usualMtu } from "../../core/path-check/facts.ts";
import { judgePath } from "../../core/path-check/judge.ts";
import { obstacleOf } from "../../core/uplink/uplinks.ts";
import { converse } from "../base/lan-prober.ts";
import { type MachinesParts, observeMachine } from "../registry/parts.ts";

/** The adapters of the path check. */
export interface PathCheckParts {
  readonly machines: MachinesParts;
  readonly netd: Pick<NetdClient, "status" | "stateFile">;
  readonly vdeSwitch: Pick<VdeSwitch, "ports" | "socketFolder">;
  readonly readNetwork: () => Promise<Result<NetworkFacts>>;
  /** Returns the name servers that guests get. */
  readonly resolvers: () => Promise<readonly string[]>;
}

/** A running netd answers within milliseconds. */
const netdTimeoutMs = 1000;

type Firewall = PathFacts["firewall"];

/** Finds whether each forwarded port leads to the machine, and which program has it otherwise. */
async function lookAtForwards(
  machine: MachineFile,
  desired: DesiredLan,
  refused: readonly RefusedForward[],
): Promise<readonly PathForward[]> {
  const { address, forwards = [] } = machine.network;
  const kept = keptForwards(desired.forwards, refused);
  return Promise.all(
    byPort(forwards).map(async (forward) => {
      const { state, problem } = standingOf(forward, address, kept);
      if (problem?.code !== "forward-port-taken") return { ...forward, state, problem };
      // netd names no program, because it sees more than its user may.
      const by = (await findListener(forward, desired.lan.address, false)) ?? "?";
      const { protocol, port } = problem.params;
      return { ...forward, state, problem: appError("forward-port-taken", { protocol, port, by }) };
    }),
  );
}

async function lookAtFirewall(
  status: Awaited<ReturnType<NetdClient["status"]>>,
  stateFile: LanStateFile | null,
  lan: string,
  uplink: string | null,
): Promise<Firewall> {
  if (status.ok && status.value?.firewall != null) return status.value.firewall;
  const seen = await readFirewall();
  if (seen !== null) return firewallFacts(expectedListing(stateFile), seen, lan, uplink);
  return status.ok ? "netd-gone" : "netd-silent";
}

async function lookAtCable(qmp: string): Promise<PathFacts["cable"]> {
  const told = await askQmp(qmp, "human-monitor-command", { "command-line": "info network" });
  if (!told.ok) return { unknown: told.error.description };
  return isPlugged(String(told.value)) ? "plugged" : "pulled";
}

/** The answers from the LAN itself. */
type Heard = Pick<PathFacts, "heard" | "elsewhere" | "passes" | "size"> & {
  readonly answered: string | null;
};

interface Question {
  readonly socketFolder: string;
  readonly machine: { readonly address: string; readonly mac: string };
  /** The uplink path; null if it is not to be tried from here. */
  readonly way: PathWay | null;
  readonly wish: DesiredLan;
  readonly taken: ReadonlySet<string>;
  readonly servers: readonly string[];
  readonly tapMtu: number | null;
}

/** Probes the LAN: the guest, and the network beyond by way of the host. */
async function listen(question: Question): Promise<Heard> {
  const { machine, way, wish: desired, taken, servers, tapMtu } = question;
  const subnet = lanSubnet(desired.lan);
  const talk = converse(question.socketFolder);
  try {
    const [heard, host] = await Promise.all([
      talk.whoHas(machine.address),
      talk.whoHas(desired.lan.address),
    ]);
    const elsewhere =
      heard === machine.mac ? null : await talk.whereElse(machine.mac, machine.address, subnet);
    const none = { heard, elsewhere, passes: null, answered: null };
    const size = { tap: tapMtu, tried: null };
    if (way === null || host === null || !(await talk.settle(subnet, taken, host))) {
      return { ...none, size };
    }
    // Guests cannot ask an IPv6 router, though it takes their packets.
    const gateway = parseIpv4(way.gateway ?? "") === null ? null : way.gateway;
    const first = gateway === null ? "lost" : await talk.echo(gateway, 84);
    const tried = first === "returned" ? await trySize(talk, gateway ?? "") : null;
    const answers = await Promise.all(servers.map((server) => talk.dns(server)));
    const answered = servers.find((_server, index) => answers[index]) ?? null;
    const isBeyond = answered !== null && answered !== desired.lan.address;
    return {
      ...none,
      passes: first === "returned" || isBeyond,
      answered,
      size: { tap: tapMtu, tried },
    };
  } finally {
    talk.close();
  }
}

/** Sends packets of the size that guests send; if the path reports a smaller MTU, of that size. */
async function trySize(
  talk: ReturnType<typeof converse>,
  gateway: string,
): Promise<PathFacts["size"]["tried"]> {
  const whole = await talk.echo(gateway, usualMtu);
  if (typeof whole === "string") return { bytes: usualMtu, returned: whole === "returned" };
  return { bytes: whole, returned: (await talk.echo(gateway, whole)) === "returned" };
}

/** A machine's path out, as far as the kernel's tables show it. */
interface Way {
  readonly onward: Awaited<ReturnType<typeof lookUp>>;
  readonly way: PathWay | null;
  /** The interface of the path; null if packets cannot leave there. */
  readonly usableLink: string | null;
}

async function findWay(
  address: string,
  stateFile: LanStateFile | null,
  { links, routes }: NetworkFacts,
): Promise<Way> {
  const desired = stateFile?.wish ?? null;
  if (desired === null) return { onward: null, way: null, usableLink: null };
  const onward = await lookUp(lanLookup(desired, address));
  const way = pathWay(desired, address, { links, routes, onward }, stateFile?.gateways ?? {});
  const link = links.find((each) => each.name === way?.interface);
  const isUsable =
    link !== undefined && way !== null && obstacleOf(link, way.gateway, routes) === null;
  return { onward, way, usableLink: isUsable ? link.name : null };
}

/** Returns what a machine's airlock lets through, and what it refused most often. */
async function lookAtAirlock(
  { airlockLog }: MachinesParts,
  { address, airlock }: MachineFile["network"],
): Promise<Pick<PathFacts, "airlock">> {
  if (airlock === undefined) return {};
  const told = await airlockLog(address);
  const log = (told.ok ? told.value : null) ?? { refused: [], names: [] };
  const refused = [
    ...log.names.map(({ name }) => name),
    ...log.refused.map(({ name, address: to, port }) =>
      port === null ? (name ?? to) : `${name ?? to}:${port}`,
    ),
  ];
  const only = airlock.only.map(spellEntry).join(", ");
  const isPast = isOver(airlock, Date.now());
  return { airlock: { only, refused: refused.slice(0, mostRefused).join(", "), isOver: isPast } };
}

/** More would make the sentence longer than anyone reads. */
const mostRefused = 5;

/** The answers without a probe of the LAN. */
const silence = { heard: null, elsewhere: null, passes: null, answered: null } as const;

/** Checks a machine's path out of the LAN, hop by hop, as it is now. It asks for no password. */
export async function checkPath(parts: PathCheckParts, id: string): Promise<Result<PathReport>> {
  // Its way is not this computer's, on which the hops are looked at.
  if (findOwnNetwork() !== null) return fail("lan-small", {});
  const { paths } = parts.machines;
  const [observed, network, rules, stateFile, ports, resolvers] = await Promise.all([
    observeMachine(paths, id),
    parts.readNetwork(),
    readRules(),
    parts.netd.stateFile(),
    parts.vdeSwitch.ports(),
    parts.resolvers(),
  ]);
  if (!observed.ok) return observed;
  if (!network.ok) return network;
  const { machine, facts: running } = observed.value;
  const { address, mac } = machine.network;
  const desired = stateFile?.wish ?? null;
  const lan = desired?.lan.interface ?? "";
  const { links, routes } = network.value;
  const { onward, way, usableLink } = await findWay(address, stateFile, network.value);
  const gateway = usableLink === null ? null : (way?.gateway ?? null);
  const servers = desired === null ? resolvers : [desired.lan.address, ...resolvers];

  const living = await parts.netd.status(netdTimeoutMs);
  const [cable, forwarding, firewall, gatewayLives, tapMtu, forwards] = await Promise.all([
    running.process === null
      ? ({ unknown: "" } as const)
      : lookAtCable(machineRuntime(paths, id).qemu.commandQmp),
    readForwarding([lan, way?.interface ?? ""]),
    lookAtFirewall(living, stateFile, lan, usableLink),
    gateway === null || usableLink === null ? null : isGatewayAlive(gateway, usableLink),
    readMtu(lan),
    desired === null
      ? []
      : lookAtForwards(machine, desired, (living.ok && living.value?.refusedForwards) || []),
  ]);
  const tap = running.process === null ? null : await readMachineTap(mac);
  const asked = firstAnswer(resolvers);
  const heard =
    desired === null || ports === null
      ? { ...silence, size: { tap: tapMtu, tried: null } }
      : await listen({
          socketFolder: parts.vdeSwitch.socketFolder,
          machine: { address, mac },
          // A route of the machine's own applies to its address alone, which is in use.
          way: way === null || way.isOwn || usableLink === null ? null : way,
          wish: desired,
          taken: new Set([
            desired.lan.address,
            ...desired.reservations.map((each) => each.address),
          ]),
          servers,
          tapMtu,
        });
  const answered = heard.answered ?? (await asked);
  return ok({
    forwards,
    ...judgePath({
      name: machine.name,
      address,
      mac,
      pid: running.process?.pid ?? null,
      heard: heard.heard,
      elsewhere: heard.elsewhere,
      cable,
      tap: tap?.name ?? null,
      refused:
        (living.ok ? living.value?.refusedFrames : null)?.find((each) => each.mac === mac)
          ?.frames ?? 0,
      weather:
        running.process === null ? null : await readCableView(machineRuntime(paths, id).cable),
      ports,
      wish: desired,
      known: stateFile ?? emptyStateFile(""),
      network: { links, routes, rules, onward },
      forwarding,
      firewall,
      ...(await lookAtAirlock(parts.machines, machine.network)),
      gatewayLives: gatewayLives === null ? null : gatewayLives || heard.passes === true,
      passes: heard.passes,
      dns: { servers: resolvers, answered },
      size: heard.size,
    }),
  });
}

async function firstAnswer(servers: readonly string[]): Promise<string | null> {
  const answers = await Promise.all(servers.map(answersDns));
  return servers.find((_server, index) => answers[index]) ?? null;
}
