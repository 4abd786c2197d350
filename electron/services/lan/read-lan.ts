import { readRules } from "../../adapters/net/path-probes.ts";
import { lookUp, type NetworkFacts } from "../../adapters/net/read-interfaces.ts";
import { keptForwards } from "../../contract/app/forward-view.ts";
import type { LanStatus } from "../../contract/app/state.ts";
import { type AppError, appError } from "../../contract/errors/app-error.ts";
import type { DesiredLan } from "../../contract/lan/netd.ts";
import { isShut, namedInterfaces } from "../../contract/uplink/choice.ts";
import { formatSubnet } from "../../core/base/ip-address.ts";
import { switchTapOf } from "../../core/lan/plan/bridge.ts";
import { lanSubnet } from "../../core/lan/plan/own-routing.ts";
import { automaticLookup, lanLookup, ownLookup } from "../../core/lan/plan/route-lookup.ts";
import { findOverruled, uplinkOf } from "../../core/lan/plan/routing.ts";
import { emptyStateFile, type LanStateFile } from "../../core/lan/plan/state-file.ts";
import { automaticUplink, listUplinks } from "../../core/uplink/uplinks.ts";
import type { NetworkService } from "../base/interfaces.ts";
import type { NetworkDeps } from "./deps.ts";

const noFacts: NetworkFacts = { links: [], routes: [], nameServers: [], facts: new Map() };

/**
 * Reads LAN and uplink from kernel, switch and netd. `doing` is the switching under way in this
 * process, which the kernel does not show yet.
 */
export async function readLan(
  { netd, ownLan, vdeSwitch, settings, readNetwork }: NetworkDeps,
  doing: "starting" | "stopping" | null,
): ReturnType<NetworkService["read"]> {
  const [loaded, living, stateFile, network, ports, own] = await Promise.all([
    settings.load(),
    netd.status(),
    netd.stateFile(),
    readNetwork(),
    vdeSwitch.ports(),
    lookUp(ownLookup),
  ]);
  const state = living.ok ? living.value : null;
  const desired = state === null ? (stateFile?.wish ?? null) : state.wish;
  const lan = desired?.lan ?? loaded.settings.lan;
  const choice = desired?.uplink ?? loaded.settings.uplink;
  const facts = network.ok ? network.value : noFacts;
  const tap = facts.links.find((link) => link.name === lan.interface);
  const switchName = switchTapOf(facts.links, lan.interface);
  const switchTap = facts.links.find((link) => link.name === switchName);
  const isOn = desired !== null && tap !== undefined;
  const status: LanStatus = doing ?? (isOn ? "on" : "off");
  const listed = listUplinks({
    ...facts,
    lan: lan.interface,
    chosen: namedInterfaces(choice),
    gateways: stateFile?.gateways ?? {},
  });
  // The small LAN's own addresses are nowhere else.
  const candidates = ownLan.isOpen() ? listed.map((each) => ({ ...each, addresses: [] })) : listed;
  const words = isOn ? automaticLookup(desired) : null;
  const onward = words === null ? null : await lookUp(words);
  // netd asks the kernel in between two changes; without it, nothing changes.
  const overruled =
    isOn && state === null && !isShut(choice)
      ? await findOverruledAlone(desired, facts, stateFile ?? emptyStateFile(""))
      : null;
  const problems = [
    loaded.problem,
    loaded.notice ?? null,
    network.ok ? null : network.error,
    living.ok ? null : living.error,
    status === "on" && living.ok && state === null ? appError("netd-gone", {}) : null,
    status === "on" && ownLan.isOpen() ? appError("lan-small", {}) : null,
    status === "on" && !(ports !== null && switchTap?.carrier)
      ? appError("switch-gone", { interface: lan.interface })
      : null,
    ...(status === "on" ? (state?.problems ?? [state?.problem ?? null]) : []),
    overruled,
  ].filter((problem) => problem !== null);
  const isOverruled =
    overruled !== null ||
    (state?.active === null && problems.some(({ code }) => code === "uplink-overruled"));
  return {
    lan: {
      ...{ status, settings: lan, subnet: formatSubnet(lanSubnet(lan)), problems },
      forwards: isOn ? keptForwards(desired.forwards, state?.refusedForwards ?? []) : [],
    },
    uplink: {
      choice,
      active:
        isOn && !isOverruled
          ? uplinkOf(choice, lan.interface, { ...facts, onward }, stateFile?.gateways ?? {})
          : null,
      candidates,
      vpn: candidates.some((each) => each.interface === own && each.kind === "vpn") ? own : null,
      automatic: isOn ? automaticUplink(facts.links, onward, lan.interface) : null,
    },
  };
}

/** Asks the kernel itself, without netd, whether it leads the LAN's packets by the chosen uplink. */
async function findOverruledAlone(
  desired: DesiredLan,
  facts: NetworkFacts,
  stateFile: LanStateFile,
): Promise<AppError | null> {
  const [rules, found] = await Promise.all([readRules(), lookUp(lanLookup(desired, null))]);
  const observed = { ...facts, rules, led: new Map([[null, found]]) };
  const overruled = findOverruled({ ...desired, machineUplinks: [] }, observed, stateFile);
  return overruled === null ? null : appError("uplink-overruled", overruled.params);
}
