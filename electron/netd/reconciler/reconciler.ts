import { assertNever, ok, type Result } from "../../contract/errors/app-error.ts";
import type { NetdRequest, NetdStatus, NetdVerb } from "../../contract/lan/netd.ts";
import { ownResolvers } from "../../core/firewall/own-resolvers.ts";
import {
  withAirlock,
  withForwards,
  withoutReservations,
  withReservations,
  withVias,
} from "../../core/lan/desired-state.ts";
import { uplinkOf } from "../../core/lan/plan/routing.ts";
import { change, setMachineUplink, setUplink } from "./changes.ts";
import { hold, type ReconcilerDeps, type ReconcilerState, settle, statusFrom } from "./context.ts";
import { createRuleFront } from "./front.ts";
import { down, dropStaleStateFile, finishDown, up } from "./on-off.ts";
import { plug, unplug } from "./plugs.ts";
import { createStepper } from "./stepper.ts";

/** Keeps the LAN in its desired state: one operation at a time, each until it holds. */
export interface Reconciler {
  /** Makes a desired state hold; answers once it does. */
  handle(request: NetdRequest): Promise<Result<NetdStatus>>;
  /** Goes on from where the state file ends: takes over a LAN, or finishes an interrupted `down`. */
  start(): Promise<void>;
  /** Repairs what others changed; returns whether it had to. */
  reconcile(): Promise<boolean>;
  /** Returns whether a LAN is to be kept. */
  keeps(): boolean;
  /** Returns whether work is under way. */
  works(): boolean;
}

/** Whether the answer to a verb waits until names and addresses are served as desired. */
const waitsForNames: Readonly<Record<NetdVerb, boolean>> = {
  status: true,
  up: true,
  down: true,
  "set-uplink": false,
  "set-machine-uplink": false,
  // A name on the list is of use only once it is answered.
  "set-airlock": true,
  "read-airlock": false,
  "set-forwards": false,
  reserve: true,
  unreserve: true,
  plug: false,
  unplug: false,
  "set-vias": false,
};

/** Creates the reconciler of one LAN, from what its state file says. */
export function createReconciler(deps: ReconcilerDeps): Reconciler {
  const state: ReconcilerState = {
    deps,
    steps: createStepper(deps),
    startedAt: Date.now(),
    front: createRuleFront(),
    trouble: null,
    seen: null,
  };
  let queue: Promise<unknown> = Promise.resolve();
  let queued = 0;

  /** Runs work after all earlier work: two changes at once would plan on each other's half-done steps. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    queued += 1;
    const ended = queue.then(work).finally(() => {
      queued -= 1;
    });
    queue = ended.catch(() => {});
    return ended;
  }

  return {
    handle: (request) => inTurn(() => answerAll(state, request)),
    start: () => inTurn(() => start(state)),
    reconcile: () => inTurn(() => reconcile(state)),
    keeps: () => state.steps.stateFile.wish !== null,
    works: () => queued > 0,
  };
}

async function start(state: ReconcilerState): Promise<void> {
  await dropStaleStateFile(state);
  const desired = state.steps.stateFile.wish;
  if (desired === null) return finishDown(state);
  const held = settle(state, await hold(state, desired, "start"));
  if (held.ok) await serveNames(state, held.value);
}

async function reconcile(state: ReconcilerState): Promise<boolean> {
  const { steps } = state;
  const before = steps.done();
  if (steps.stateFile.wish !== null) {
    const held = settle(state, await hold(state, steps.stateFile.wish, "reconcile"));
    if (held.ok) void serveNames(state, held.value);
  }
  return steps.done() > before;
}

async function answer(state: ReconcilerState, request: NetdRequest): Promise<Result<NetdStatus>> {
  switch (request.verb) {
    case "status": {
      const observed = await state.steps.look();
      if (!observed.ok) return observed;
      const { plugs } = state.steps.stateFile;
      const refusedFrames = plugs.length === 0 ? [] : await state.deps.countRefused();
      return ok({ ...statusFrom(state, observed.value), refusedFrames });
    }
    case "up":
      return up(state, request.lan, request.uplink);
    case "down":
      return down(state, "down");
    case "set-uplink":
      return setUplink(state, request.uplink);
    case "set-machine-uplink":
      return setMachineUplink(state, request.address, request.uplink);
    case "set-airlock":
      return change(state, "set-airlock", (desired) =>
        withAirlock(desired, request.address, request.airlock),
      );
    case "read-airlock": {
      const observed = await state.steps.look();
      if (!observed.ok) return observed;
      const airlock = await state.deps.readAirlock(request.address);
      return ok({ ...statusFrom(state, observed.value), airlock });
    }
    case "set-forwards":
      return change(state, "set-forwards", (desired) =>
        withForwards(desired, request.address, request.forwards),
      );
    case "reserve":
      return change(state, "reserve", (desired) => withReservations(desired, request.machines));
    case "unreserve":
      return change(state, "unreserve", (desired) => withoutReservations(desired, request.macs));
    case "plug":
      return plug(state, request);
    case "unplug":
      return unplug(state, request.mac);
    case "set-vias":
      return change(state, "set-vias", (desired) => ok(withVias(desired, request.vias)));
    default:
      return assertNever(request);
  }
}

/** Has names and addresses served for the desired state and the uplink as they are now. */
function serveNames({ deps, steps, seen }: ReconcilerState, status: NetdStatus): Promise<void> {
  const { wish: desired, active } = status;
  if (desired === null || seen === null) return deps.names.keep(null);
  const { interface: lan } = desired.lan;
  const resolvers = ownResolvers(desired).map((each) => ({
    ...each,
    active: uplinkOf(each.uplink, lan, seen, steps.stateFile.gateways),
  }));
  return deps.names.keep({ desiredLan: desired, active, resolvers });
}

/** Answers a request, with names and addresses served where the request concerns them. */
async function answerAll(
  state: ReconcilerState,
  request: NetdRequest,
): Promise<Result<NetdStatus>> {
  const { names } = state.deps;
  if (request.verb === "down") await names.keep(null);
  const done = await answer(state, request);
  if (["down", "status", "read-airlock"].includes(request.verb)) return done;
  if (!done.ok) {
    if (state.steps.stateFile.wish === null) await names.keep(null);
    return done;
  }
  const served = serveNames(state, done.value);
  // A switch of the uplink holds already; its name servers may follow later.
  if (!waitsForNames[request.verb]) return done;
  await served;
  const { seen } = state;
  return seen === null ? done : ok(statusFrom(state, seen));
}
