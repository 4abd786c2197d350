import type { AppError, Result } from "../../contract/errors/app-error.ts";
import { ok } from "../../contract/errors/app-error.ts";
import type { AirlockLog } from "../../contract/lan/airlock.ts";
import type { DesiredLan, NetdStatus } from "../../contract/lan/netd.ts";
import type { LanIdentity } from "../../contract/lan/network.ts";
import { firewallFacts } from "../../core/lan/firewall-facts.ts";
import { planAirlocks } from "../../core/lan/plan/airlocks.ts";
import { presentPlugs } from "../../core/lan/plan/bridge.ts";
import type { LanObserved } from "../../core/lan/plan/operations.ts";
import { planUp } from "../../core/lan/plan/plan.ts";
import { activeUplink } from "../../core/lan/plan/routing.ts";
import { interfaceRefusal, type OtherLan, problemsOf } from "../../core/lan/refusals.ts";
import type { LanNames } from "../names/lan-names.ts";
import type { PortHolds } from "../ports/port-holds.ts";
import type { RuleFront } from "./front.ts";
import type { Cause, Stepper, StepperDeps } from "./stepper.ts";

/** The parts that the reconciler works with. */
export interface ReconcilerDeps extends StepperDeps {
  /** Serves addresses and names to the LAN. */
  readonly names: LanNames;
  /** Holds the ports of this computer that forwards take. */
  readonly ports: PortHolds;
  /** Counts the frames that each machine's port refused. */
  readonly countRefused: () => Promise<
    readonly { readonly mac: string; readonly frames: number }[]
  >;
  /** Reads what a machine's airlock has seen. */
  readonly readAirlock: (address: string) => Promise<AirlockLog>;
  /** Finds the LANs of other users in this network namespace. */
  readonly otherLans: () => readonly OtherLan[];
  /** Returns the LAN that a person agreed to last; null if there is none. */
  readonly agreed: () => LanIdentity | null;
  /** Runs work that decides which LAN this network namespace has, under a lock of all netd's. */
  readonly alone: <T>(work: () => Promise<Result<T>>) => Promise<Result<T>>;
}

/** The state of one reconciler, on which its operations work one after the other. */
export interface ReconcilerState {
  readonly deps: ReconcilerDeps;
  readonly steps: Stepper;
  readonly startedAt: number;
  readonly front: RuleFront;
  /** The error of the last attempt; null if the desired state holds. */
  trouble: AppError | null;
  /** The kernel's network as the last status saw it. */
  seen: LanObserved | null;
}

/** Returns how refusals tell this user's LAN from others'. */
export function ownLan({ deps, steps }: ReconcilerState) {
  return { stateFile: steps.stateFile, uid: deps.uid };
}

/** The requests of a user who wants the LAN's packets to go as chosen. */
const heartening: readonly Cause[] = ["up", "set-uplink", "set-machine-uplink"];

/** Makes a desired state hold, except for forwards of ports that others have. */
export async function hold(
  state: ReconcilerState,
  desired: DesiredLan,
  cause: Cause,
  seen?: LanObserved,
): Promise<Result<LanObserved>> {
  const { deps, steps } = state;
  const forwards = await deps.ports.keep(desired.forwards, desired.lan.address);
  const held = { ...desired, forwards: [...forwards] };
  if (heartening.includes(cause)) state.front.takeHeart();
  const plan = (observed: LanObserved) => {
    const refused = interfaceRefusal(desired.lan, ownLan(state), observed);
    if (refused !== null) return { ok: false, error: refused } as const;
    // Saved first, so that what is made by it is known as ours.
    steps.save({
      routing: state.front.choose(desired, steps.stateFile, observed),
      plugs: [...presentPlugs(steps.stateFile, observed.links, Date.now())],
    });
    return ok([
      ...planAirlocks(desired, steps.stateFile, observed, Date.now()),
      ...planUp(held, steps.stateFile, observed, deps.uid),
    ]);
  };
  const done = await steps.converge(cause, plan, seen);
  const { routing } = steps.stateFile;
  if (done.ok && !routing.marked) steps.save({ routing: { ...routing, marked: true } });
  return done;
}

/** Builds the status that netd answers with, and remembers what it is built from. */
export function statusFrom(state: ReconcilerState, observed: LanObserved): NetdStatus {
  state.seen = observed;
  const { deps, steps, startedAt } = state;
  const { wish: desired, ruleset } = steps.stateFile;
  const always = { agreed: deps.agreed(), pid: process.pid, startedAt };
  if (desired === null) {
    const off = { wish: null, active: null, problem: null, problems: [], firewall: null };
    return { ...always, ...off, refusedForwards: [] };
  }
  const active = activeUplink(desired, observed, steps.stateFile);
  const problems = [
    state.trouble,
    ...problemsOf(desired, steps.stateFile, observed),
    deps.names.problem(),
    ...deps.ports.refused().map(({ error }) => error),
  ].filter((each) => each !== null);
  return {
    ...always,
    ...{ wish: desired, active, problems, problem: problems[0] ?? null },
    firewall: firewallFacts(ruleset?.listing ?? null, observed, desired.lan.interface, active),
    refusedForwards: deps.ports.refused(),
  };
}

/** Notes how an attempt ended, and turns it into an answer. */
export function settle(state: ReconcilerState, result: Result<LanObserved>): Result<NetdStatus> {
  state.trouble = result.ok ? null : result.error;
  return result.ok ? ok(statusFrom(state, result.value)) : result;
}
