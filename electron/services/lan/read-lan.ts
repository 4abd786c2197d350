import { lookUp, type NetworkFacts } from "../../adapters/net/read-interfaces.ts";
import { keptForwards } from "../../contract/app/forward-view.ts";
import type { LanStatus } from "../../contract/app/state.ts";
import { type AppError, appError } from "../../contract/errors/app-error.ts";
import { namedInterfaces } from "../../contract/uplink/choice.ts";
import { formatSubnet } from "../../core/base/ip-address.ts";
import { lanSubnet } from "../../core/lan/plan/plan.ts";
import { automaticLookup, ownLookup } from "../../core/lan/plan/route-lookup.ts";
import { activeUplink } from "../../core/lan/plan/routing.ts";
import { automaticUplink, listUplinks } from "../../core/uplink/uplinks.ts";
import type { NetworkService } from "../base/interfaces.ts";
import type { NetworkDeps } from "./deps.ts";

const noFacts: NetworkFacts = { links: [], routes: [], nameServers: [], facts: new Map() };

/**
 * Reads LAN and uplink from kernel, switch and netd. `doing` is the switching under way in this
 * process, which the kernel does not show yet.
 */
export async function readLan(
  { netd, vdeSwitch, settings, readNetwork }: NetworkDeps,
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
  const isOn = desired !== null && tap !== undefined;
  const status: LanStatus = doing ?? (isOn ? "on" : "off");
  const candidates = listUplinks({
    ...facts,
    lan: lan.interface,
    chosen: namedInterfaces(choice),
    gateways: stateFile?.gateways ?? {},
  });
  const words = isOn ? automaticLookup(desired) : null;
  const onward = words === null ? null : await lookUp(words);
  const problem = firstProblem([
    loaded.problem,
    loaded.notice ?? null,
    network.ok ? null : network.error,
    living.ok ? null : living.error,
    status === "on" && living.ok && state === null ? appError("netd-gone", {}) : null,
    status === "on" && !(ports !== null && tap?.carrier)
      ? appError("switch-gone", { interface: lan.interface })
      : null,
    status === "on" ? (state?.problem ?? null) : null,
  ]);
  return {
    lan: {
      ...{ status, settings: lan, subnet: formatSubnet(lanSubnet(lan)), problem },
      forwards: isOn ? keptForwards(desired.forwards, state?.refusedForwards ?? []) : [],
    },
    uplink: {
      choice,
      active: isOn ? activeUplink(desired, { ...facts, onward }, stateFile?.gateways ?? {}) : null,
      candidates,
      vpn: candidates.some((each) => each.interface === own && each.kind === "vpn") ? own : null,
      automatic: isOn ? automaticUplink(facts.links, onward, lan.interface) : null,
    },
  };
}

function firstProblem(problems: readonly (AppError | null)[]): AppError | null {
  return problems.find((problem) => problem !== null) ?? null;
}
