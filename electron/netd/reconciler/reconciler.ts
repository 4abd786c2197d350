import {
  type AppError,
  assertNever,
  fail,
  ok,
  type Result,
} from "../../contract/errors/app-error.ts";
import type { DesiredLan, NetdRequest, NetdStatus, NetdVerb } from "../../contract/lan/netd.ts";
import type { LanIdentity, LanSettings } from "../../contract/lan/network.ts";
import type { UplinkChoice } from "../../contract/uplink/choice.ts";
import { ownResolvers } from "../../core/firewall/own-resolvers.ts";
import {
  withForwards,
  withMachineUplink,
  withoutReservations,
  withReservations,
} from "../../core/lan/desired-state.ts";
import { firewallFacts } from "../../core/lan/firewall-facts.ts";
import type { LanObserved } from "../../core/lan/plan/operations.ts";
import { isOfAnotherNamespace, isSameLan, planDown, planUp } from "../../core/lan/plan/plan.ts";
import { activeUplink, uplinkOf } from "../../core/lan/plan/routing.ts";
import { emptyStateFile, isEmptyStateFile } from "../../core/lan/plan/state-file.ts";
import {
  addressRefusal,
  choiceRefusal,
  interfaceRefusal,
  isSupplanted,
  lanRefusal,
  type OtherLan,
  overlapOf,
  problemOf,
} from "../../core/lan/refusals.ts";
import type { LanNames } from "../names/lan-names.ts";
import type { PortHolds } from "../ports/port-holds.ts";
import { type Cause, createStepper, type StepperDeps } from "./stepper.ts";

export interface ReconcilerDeps extends StepperDeps {
  /** Serves addresses and names to the LAN. */
  readonly names: LanNames;
  /** Holds the ports of this computer that forwards take. */
  readonly ports: PortHolds;
  /** LANs of other users in this network namespace. */
  readonly otherLans: () => readonly OtherLan[];
  /** The LAN that a person has agreed to last; null: none. */
  readonly agreed: () => LanIdentity | null;
  /** Does what decides whose LAN this network namespace has while no other netd does so. */
  readonly alone: <T>(work: () => Promise<Result<T>>) => Promise<Result<T>>;
}

/** Keeps the LAN as wished: one thing at a time, each desired state until it holds. */
export interface Reconciler {
  /** Makes a desired state hold; answers once it does. */
  handle(request: NetdRequest): Promise<Result<NetdStatus>>;
  /** Goes on from where the state file ends: takes over a LAN, or finishes an interrupted `down`. */
  start(): Promise<void>;
  /** Repairs what others changed; tells whether there was anything to repair. */
  reconcile(): Promise<boolean>;
  /** Whether there is a LAN to keep. */
  keeps(): boolean;
  /** Whether work is under way. */
  works(): boolean;
}

/** Whether the answer to a verb waits until names and addresses are served as wished. */
const waitsForNames: Readonly<Record<NetdVerb, boolean>> = {
  status: true,
  up: true,
  down: true,
  "set-uplink": false,
  "set-machine-uplink": false,
  "set-forwards": false,
  reserve: true,
  unreserve: true,
};

/** Makes the reconciler of one LAN, from what its state file says. */
export function createReconciler(deps: ReconcilerDeps): Reconciler {
  const startedAt = Date.now();
  const steps = createStepper(deps);
  const { save, look, converge } = steps;
  let trouble: AppError | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  let queued = 0;
  let seen: LanObserved | null = null;

  /** One after the other: two changes at once would plan on each other's half-done work. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    queued += 1;
    const ended = queue.then(work).finally(() => {
      queued -= 1;
    });
    queue = ended.catch(() => {});
    return ended;
  }

  const own = () => ({ stateFile: steps.stateFile, uid: deps.uid });

  /** Makes a desired state hold, but for forwards of ports that others have. */
  async function hold(desired: DesiredLan, cause: Cause, seen?: LanObserved) {
    const forwards = await deps.ports.keep(desired.forwards, desired.lan.address);
    const held = { ...desired, forwards: [...forwards] };
    const plan = (observed: LanObserved) => {
      const refused = interfaceRefusal(desired.lan, own(), observed);
      if (refused !== null) return { ok: false, error: refused } as const;
      return ok(planUp(held, steps.stateFile, observed, deps.uid));
    };
    return converge(cause, plan, seen);
  }

  function statusFrom(observed: LanObserved): NetdStatus {
    seen = observed;
    const desired = steps.stateFile.wish;
    const active =
      desired === null ? null : activeUplink(desired, observed, steps.stateFile.gateways);
    return {
      wish: desired,
      agreed: deps.agreed(),
      active,
      problem:
        desired === null
          ? null
          : (trouble ??
            problemOf(desired, active, observed) ??
            deps.names.problem() ??
            deps.ports.refused()[0]?.error ??
            null),
      firewall:
        desired === null
          ? null
          : firewallFacts(
              steps.stateFile.ruleset?.listing ?? null,
              observed,
              desired.lan.interface,
              active,
            ),
      refusedForwards: desired === null ? [] : deps.ports.refused(),
      pid: process.pid,
      startedAt,
    };
  }

  function settle(result: Result<LanObserved>): Result<NetdStatus> {
    trouble = result.ok ? null : result.error;
    return result.ok ? ok(statusFrom(result.value)) : result;
  }

  /** Why a LAN cannot take the place of the one that is on, which then stays; null: it can. */
  async function moveRefusal(from: LanIdentity, to: LanSettings): Promise<AppError | null> {
    const observed = await look();
    if (!observed.ok) return observed.error;
    const rest = observed.value.routes.filter((route) => route.interface !== from.interface);
    return overlapOf(to, { ...observed.value, routes: rest });
  }

  async function up(lan: LanSettings, uplink: UplinkChoice): Promise<Result<NetdStatus>> {
    const before = steps.stateFile.wish;
    const isHeld = before !== null && isSameLan(before.lan, lan);
    const agreed = deps.agreed();
    if (!isHeld && (agreed === null || !isSameLan(agreed, lan))) {
      const detail =
        "nobody was asked about this LAN: start Virtray anew, and change the LAN again";
      return fail("netd-refused", { detail });
    }
    if (before !== null && !isHeld) {
      const refused = await moveRefusal(before.lan, lan);
      if (refused !== null) return { ok: false, error: refused };
      const gone = await down("up");
      if (!gone.ok) return gone;
    }
    const decided = await deps.alone(async () => {
      const observed = await look();
      if (!observed.ok) return observed;
      const refused = lanRefusal(lan, own(), deps.otherLans(), observed.value);
      if (refused !== null) return { ok: false, error: refused };
      const desired: DesiredLan = {
        machineUplinks: [],
        reservations: [],
        forwards: [],
        ...(steps.stateFile.wish ?? {}),
        lan,
        uplink,
      };
      save({ wish: desired });
      return ok({ wish: desired, observed: observed.value });
    });
    if (!decided.ok) return decided;
    const { wish: desired, observed } = decided.value;
    const held = await hold(desired, "up", observed);
    if (!held.ok && before === null) await down("up");
    return settle(held);
  }

  async function down(cause: Cause): Promise<Result<NetdStatus>> {
    // Written first: if this is interrupted, the next start goes on with it.
    save({ wish: null });
    const gone = await converge(cause, (observed) =>
      ok(planDown(steps.stateFile, observed, deps.uid)),
    );
    if (gone.ok) await deps.ports.keep([], "");
    if (gone.ok) save(emptyStateFile(steps.stateFile.boot));
    return settle(gone);
  }

  /** Makes another desired state of the one that holds, and makes it hold. */
  async function change(
    cause: Cause,
    next: (desired: DesiredLan) => Result<DesiredLan>,
    seen?: LanObserved,
  ): Promise<Result<NetdStatus>> {
    if (steps.stateFile.wish === null) return fail("lan-off", {});
    const desired = next(steps.stateFile.wish);
    if (!desired.ok) return desired;
    save({ wish: desired.value });
    return settle(await hold(desired.value, cause, seen));
  }

  /** What there is, if a choice can be wished. An absent interface is refused, or taken. */
  async function lookFor(
    lan: LanSettings,
    choice: UplinkChoice,
    absent: "refuse" | "take",
  ): Promise<Result<LanObserved>> {
    const observed = await look();
    if (!observed.ok) return observed;
    const refused = choiceRefusal(choice, lan, observed.value.links, absent);
    return refused === null ? observed : { ok: false, error: refused };
  }

  async function setUplink(uplink: UplinkChoice): Promise<Result<NetdStatus>> {
    if (steps.stateFile.wish === null) return fail("lan-off", {});
    const seen = await lookFor(steps.stateFile.wish.lan, uplink, "refuse");
    if (!seen.ok) return seen;
    return change("set-uplink", (desired) => ok({ ...desired, uplink }), seen.value);
  }

  async function setMachineUplink(
    address: string,
    uplink: UplinkChoice | null,
  ): Promise<Result<NetdStatus>> {
    if (steps.stateFile.wish === null) return fail("lan-off", {});
    let seen: LanObserved | undefined;
    if (uplink !== null) {
      const outside = addressRefusal(address, steps.stateFile.wish.lan);
      if (outside !== null) return { ok: false, error: outside };
      // An interface that is not there now is taken: without it the machine would go the LAN's way.
      const looked = await lookFor(steps.stateFile.wish.lan, uplink, "take");
      if (!looked.ok) return looked;
      seen = looked.value;
    }
    return change(
      "set-machine-uplink",
      (desired) => withMachineUplink(desired, address, uplink),
      seen,
    );
  }

  async function answer(request: NetdRequest): Promise<Result<NetdStatus>> {
    switch (request.verb) {
      case "status": {
        const observed = await look();
        return observed.ok ? ok(statusFrom(observed.value)) : observed;
      }
      case "up":
        return up(request.lan, request.uplink);
      case "down":
        return down("down");
      case "set-uplink":
        return setUplink(request.uplink);
      case "set-machine-uplink":
        return setMachineUplink(request.address, request.uplink);
      case "set-forwards":
        return change("set-forwards", (desired) =>
          withForwards(desired, request.address, request.forwards),
        );
      case "reserve":
        return change("reserve", (desired) => withReservations(desired, request.machines));
      case "unreserve":
        return change("unreserve", (desired) => withoutReservations(desired, request.macs));
      default:
        return assertNever(request);
    }
  }

  /** Has names and addresses served as the desired state and the uplink now are. */
  function serveNames(status: NetdStatus): Promise<void> {
    const { wish: desired, active } = status;
    if (desired === null || seen === null) return deps.names.keep(null);
    const observed = seen;
    const { interface: lan } = desired.lan;
    const resolvers = ownResolvers(desired).map((each) => ({
      ...each,
      active: uplinkOf(each.uplink, lan, observed, steps.stateFile.gateways),
    }));
    return deps.names.keep({ desiredLan: desired, active, resolvers });
  }

  /** Answers, with names and addresses served where the desired state was for them. */
  async function answerAll(request: NetdRequest): Promise<Result<NetdStatus>> {
    if (request.verb === "down") await deps.names.keep(null);
    const done = await answer(request);
    if (request.verb === "down" || request.verb === "status") return done;
    if (!done.ok) {
      if (steps.stateFile.wish === null) await deps.names.keep(null);
      return done;
    }
    const served = serveNames(done.value);
    // A switch of the uplink holds now; its name servers may follow in their own time.
    if (!waitsForNames[request.verb]) return done;
    await served;
    return ok({ ...done.value, problem: done.value.problem ?? deps.names.problem() });
  }

  return {
    handle: (request) => inTurn(() => answerAll(request)),
    start: () =>
      inTurn(async () => {
        await deps.alone(async () => {
          const observed = await deps.observe(null);
          if (!observed.ok) return observed;
          const isGone =
            isOfAnotherNamespace(steps.stateFile, observed.value) ||
            isSupplanted(own(), deps.otherLans(), observed.value);
          if (isGone) save(emptyStateFile(steps.stateFile.boot));
          return ok(undefined);
        });
        // With nothing to take back, all that is there is another user's.
        if (steps.stateFile.wish === null) {
          if (!isEmptyStateFile(steps.stateFile)) await down("start");
        } else {
          const held = settle(await hold(steps.stateFile.wish, "start"));
          if (held.ok) await serveNames(held.value);
        }
      }),
    reconcile: () =>
      inTurn(async () => {
        const before = steps.done();
        if (steps.stateFile.wish !== null) {
          const held = settle(await hold(steps.stateFile.wish, "reconcile"));
          if (held.ok) void serveNames(held.value);
        }
        return steps.done() > before;
      }),
    keeps: () => steps.stateFile.wish !== null,
    works: () => queued > 0,
  };
}
