import { type AppError, assertNever, fail, ok, type Result } from "../contract/errors.ts";
import { type PortForward, samePort } from "../contract/forward.ts";
import type { LanWish, NetdRequest, NetdStatus, Reservation } from "../contract/netd.ts";
import type { LanSettings, UplinkChoice } from "../contract/network.ts";
import { firewallFacts } from "../core/firewall-facts.ts";
import { emptyBook } from "../core/lan-book.ts";
import type { LanObserved } from "../core/lan-operations.ts";
import { isOfAnotherNamespace, isSameLan, planDown, planUp } from "../core/lan-plan.ts";
import {
  addressRefusal,
  choiceRefusal,
  lanRefusal,
  type OtherLan,
  problemOf,
} from "../core/lan-refusals.ts";
import { activeUplink, mostMachineUplinks, uplinkOf } from "../core/lan-routing.ts";
import { ownResolvers } from "../core/own-resolvers.ts";
import type { LanNames } from "./lan-names.ts";
import type { PortHolds } from "./port-holds.ts";
import { type Cause, createStepper, type StepperDeps } from "./stepper.ts";

export interface KeeperDeps extends StepperDeps {
  /** Serves addresses and names to the LAN. */
  readonly names: LanNames;
  /** Holds the ports of this computer that forwards take. */
  readonly ports: PortHolds;
  /** The user that the tap belongs to. */
  readonly uid: number;
  /** LANs of other users in this network namespace. */
  readonly otherLans: () => readonly OtherLan[];
}

/** Keeps the LAN as wished: one thing at a time, each wish until it holds. */
export interface Keeper {
  /** Makes a wish hold; answers once it does. */
  handle(request: NetdRequest): Promise<Result<NetdStatus>>;
  /** Goes on from where the book ends: takes over a LAN, or finishes an interrupted `down`. */
  start(): Promise<void>;
  /** Repairs what others changed; tells whether there was anything to repair. */
  reconcile(): Promise<boolean>;
  /** Whether there is a LAN to keep. */
  keeps(): boolean;
  /** Whether work is under way. */
  works(): boolean;
}

/** As many as machines fit on the switch; it also keeps the book small. */
const mostReservations = 255;
/** The kernel looks through them one by one for each new connection. */
const mostLanForwards = 256;

/** Makes the keeper of one LAN, from what its book says. */
export function createKeeper(deps: KeeperDeps): Keeper {
  const startedAt = Date.now();
  const steps = createStepper(deps);
  const { save, look, converge } = steps;
  let trouble: AppError | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  let queued = 0;
  let seen: LanObserved | null = null;

  /** One after the other: two wishes at once would plan on each other's half-done work. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    queued += 1;
    const ended = queue.then(work).finally(() => {
      queued -= 1;
    });
    queue = ended.catch(() => {});
    return ended;
  }

  /** Makes a wish hold, but for forwards of ports that others have. */
  async function hold(wish: LanWish, cause: Cause, seen?: LanObserved) {
    const forwards = await deps.ports.keep(wish.forwards, wish.lan.address);
    const held = { ...wish, forwards: [...forwards] };
    return converge(cause, (observed) => planUp(held, steps.book, observed, deps.uid), seen);
  }

  function statusFrom(observed: LanObserved): NetdStatus {
    seen = observed;
    const wish = steps.book.wish;
    const active = wish === null ? null : activeUplink(wish, observed, steps.book.gateways);
    return {
      wish,
      active,
      problem:
        wish === null
          ? null
          : (trouble ??
            problemOf(wish, active, observed) ??
            deps.names.problem() ??
            deps.ports.refused()[0]?.error ??
            null),
      firewall:
        wish === null
          ? null
          : firewallFacts(
              steps.book.ruleset?.listing ?? null,
              observed,
              wish.lan.interface,
              active,
            ),
      refusedForwards: wish === null ? [] : deps.ports.refused(),
      pid: process.pid,
      startedAt,
    };
  }

  function settle(result: Result<LanObserved>): Result<NetdStatus> {
    trouble = result.ok ? null : result.error;
    return result.ok ? ok(statusFrom(result.value)) : result;
  }

  async function up(lan: LanSettings, uplink: UplinkChoice): Promise<Result<NetdStatus>> {
    const before = steps.book.wish;
    if (before !== null && !isSameLan(before.lan, lan)) {
      const gone = await down("up");
      if (!gone.ok) return gone;
    }
    const observed = await look();
    if (!observed.ok) return observed;
    const refused = lanRefusal(lan, steps.book.tap, deps.otherLans(), observed.value);
    if (refused !== null) return { ok: false, error: refused };
    const wish: LanWish = {
      machineUplinks: [],
      reservations: [],
      forwards: [],
      ...(steps.book.wish ?? {}),
      lan,
      uplink,
    };
    save({ wish });
    const held = await hold(wish, "up", observed.value);
    if (!held.ok && before === null) await down("up");
    return settle(held);
  }

  async function down(cause: Cause): Promise<Result<NetdStatus>> {
    // Written first: if this is interrupted, the next start goes on with it.
    save({ wish: null });
    const gone = await converge(cause, (observed) => planDown(steps.book, observed));
    if (gone.ok) await deps.ports.keep([], "");
    if (gone.ok) save(emptyBook(steps.book.boot));
    return settle(gone);
  }

  /** Makes another wish of the one that holds, and makes it hold. */
  async function change(
    cause: Cause,
    next: (wish: LanWish) => LanWish,
    seen?: LanObserved,
  ): Promise<Result<NetdStatus>> {
    if (steps.book.wish === null) return fail("lan-off", {});
    const wish = next(steps.book.wish);
    save({ wish });
    return settle(await hold(wish, cause, seen));
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
    if (steps.book.wish === null) return fail("lan-off", {});
    const seen = await lookFor(steps.book.wish.lan, uplink, "refuse");
    if (!seen.ok) return seen;
    return change("set-uplink", (wish) => ({ ...wish, uplink }), seen.value);
  }

  async function setMachineUplink(
    address: string,
    uplink: UplinkChoice | null,
  ): Promise<Result<NetdStatus>> {
    if (steps.book.wish === null) return fail("lan-off", {});
    let seen: LanObserved | undefined;
    if (uplink !== null) {
      const outside = addressRefusal(address, steps.book.wish.lan);
      if (outside !== null) return { ok: false, error: outside };
      // An interface that is not there now is taken: without it the machine would go the LAN's way.
      const looked = await lookFor(steps.book.wish.lan, uplink, "take");
      if (!looked.ok) return looked;
      seen = looked.value;
    }
    const machineUplinks = withUplink(steps.book.wish.machineUplinks, address, uplink);
    if (machineUplinks.length > mostMachineUplinks) {
      return fail("netd-refused", { detail: `at most ${mostMachineUplinks} own uplinks` });
    }
    return change("set-machine-uplink", (wish) => ({ ...wish, machineUplinks }), seen);
  }

  async function setForwards(
    address: string,
    wished: readonly PortForward[],
  ): Promise<Result<NetdStatus>> {
    if (steps.book.wish === null) return fail("lan-off", {});
    const outside = addressRefusal(address, steps.book.wish.lan);
    if (outside !== null && wished.length > 0) return { ok: false, error: outside };
    // A port leads to one place: the latest wish for it holds.
    const others = steps.book.wish.forwards.filter(
      (each) => each.address !== address && !wished.some((one) => samePort(each, one)),
    );
    const forwards = [...others, ...wished.map((each) => ({ address, ...each }))];
    if (forwards.length > mostLanForwards) {
      return fail("netd-refused", { detail: `at most ${mostLanForwards} forwards` });
    }
    return change("set-forwards", (wish) => ({ ...wish, forwards }));
  }

  async function reserve(wished: readonly Reservation[]): Promise<Result<NetdStatus>> {
    if (steps.book.wish === null) return fail("lan-off", {});
    let reservations = steps.book.wish.reservations;
    for (const one of wished) {
      const refused = addressRefusal(one.address, steps.book.wish.lan);
      if (refused !== null) return { ok: false, error: refused };
      // One machine has one card, one address and one name: the latest wish for any of them holds.
      const others = reservations.filter(
        (each) => each.mac !== one.mac && each.address !== one.address && each.name !== one.name,
      );
      reservations = [...others, one];
    }
    if (reservations.length > mostReservations) {
      return fail("netd-refused", { detail: `at most ${mostReservations} reservations` });
    }
    return change("reserve", (wish) => ({ ...wish, reservations }));
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
        return setForwards(request.address, request.forwards);
      case "reserve":
        return reserve(request.machines);
      case "unreserve":
        return change("unreserve", (wish) => ({
          ...wish,
          reservations: wish.reservations.filter((each) => !request.macs.includes(each.mac)),
        }));
      default:
        return assertNever(request);
    }
  }

  /** Has names and addresses served as the wish and the uplink now are. */
  function serveNames(status: NetdStatus): Promise<void> {
    const { wish, active } = status;
    if (wish === null || seen === null) return deps.names.keep(null);
    const observed = seen;
    const { interface: lan } = wish.lan;
    const resolvers = ownResolvers(wish).map((each) => ({
      ...each,
      active: uplinkOf(each.uplink, lan, observed, steps.book.gateways),
    }));
    return deps.names.keep({ wish, active, resolvers });
  }

  /** Answers, with names and addresses served where the wish was for them. */
  async function answerAll(request: NetdRequest): Promise<Result<NetdStatus>> {
    if (request.verb === "down") await deps.names.keep(null);
    const done = await answer(request);
    if (request.verb === "down" || request.verb === "status") return done;
    if (!done.ok) {
      if (steps.book.wish === null) await deps.names.keep(null);
      return done;
    }
    const served = serveNames(done.value);
    // A switch of the uplink holds now; its name servers may follow in their own time.
    const isHeld = ["set-uplink", "set-machine-uplink", "set-forwards"].includes(request.verb);
    if (isHeld) return done;
    await served;
    return ok({ ...done.value, problem: done.value.problem ?? deps.names.problem() });
  }

  return {
    handle: (request) => inTurn(() => answerAll(request)),
    start: () =>
      inTurn(async () => {
        const observed = await deps.observe(null);
        if (observed.ok && isOfAnotherNamespace(steps.book, observed.value))
          save(emptyBook(steps.book.boot));
        if (steps.book.wish === null) await down("start");
        else {
          const held = settle(await hold(steps.book.wish, "start"));
          if (held.ok) await serveNames(held.value);
        }
      }),
    reconcile: () =>
      inTurn(async () => {
        const before = steps.done();
        if (steps.book.wish !== null) {
          const held = settle(await hold(steps.book.wish, "reconcile"));
          if (held.ok) void serveNames(held.value);
        }
        return steps.done() > before;
      }),
    keeps: () => steps.book.wish !== null,
    works: () => queued > 0,
  };
}

/**
 * The own uplinks with one changed (null: taken back). The others keep their places, and with them
 * their routing tables; only the last one may move, into a gap.
 */
function withUplink(
  before: LanWish["machineUplinks"],
  address: string,
  uplink: UplinkChoice | null,
): LanWish["machineUplinks"] {
  const place = before.findIndex((each) => each.address === address);
  const after = [...before];
  if (uplink !== null) {
    after[place === -1 ? before.length : place] = { address, uplink };
    return after;
  }
  const last = place === -1 ? undefined : after.pop();
  if (last !== undefined && place < after.length) after[place] = last;
  return after;
}
