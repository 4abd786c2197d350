import { type AppError, assertNever, fail, ok, type Result } from "../contract/errors.ts";
import type { LanWish, NetdRequest, NetdStatus, Reservation } from "../contract/netd.ts";
import type { LanSettings, UplinkChoice } from "../contract/network.ts";
import { emptyBook } from "../core/lan-book.ts";
import type { LanObserved } from "../core/lan-operations.ts";
import { isOfAnotherNamespace, isSameLan, planDown, planUp } from "../core/lan-plan.ts";
import {
  addressRefusal,
  lanRefusal,
  type OtherLan,
  problemOf,
  uplinkRefusal,
} from "../core/lan-refusals.ts";
import { activeUplink, mostMachineUplinks } from "../core/lan-routing.ts";
import { type Cause, createStepper, type StepperDeps } from "./stepper.ts";

export interface KeeperDeps extends StepperDeps {
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

/** Makes the keeper of one LAN, from what its book says. */
export function createKeeper(deps: KeeperDeps): Keeper {
  const startedAt = Date.now();
  const steps = createStepper(deps);
  const { save, look, converge } = steps;
  let trouble: AppError | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  let queued = 0;

  /** One after the other: two wishes at once would plan on each other's half-done work. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    queued += 1;
    const ended = queue.then(work).finally(() => {
      queued -= 1;
    });
    queue = ended.catch(() => {});
    return ended;
  }

  const hold = (wish: LanWish, cause: Cause) =>
    converge(cause, (observed) => planUp(wish, steps.book, observed, deps.uid));

  function statusFrom(observed: LanObserved): NetdStatus {
    const wish = steps.book.wish;
    const active = wish === null ? null : activeUplink(wish, observed, steps.book.gateways);
    return {
      wish,
      active,
      problem: wish === null ? null : (trouble ?? problemOf(wish, active, observed)),
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
      ...(steps.book.wish ?? {}),
      lan,
      uplink,
    };
    save({ wish });
    const held = await hold(wish, "up");
    if (!held.ok && before === null) await down("up");
    return settle(held);
  }

  async function down(cause: Cause): Promise<Result<NetdStatus>> {
    // Written first: if this is interrupted, the next start goes on with it.
    save({ wish: null });
    const gone = await converge(cause, (observed) => planDown(steps.book, observed));
    if (gone.ok) save(emptyBook(steps.book.boot));
    return settle(gone);
  }

  /** Makes another wish of the one that holds, and makes it hold. */
  async function change(
    cause: Cause,
    next: (wish: LanWish) => LanWish,
  ): Promise<Result<NetdStatus>> {
    if (steps.book.wish === null) return fail("lan-off", {});
    const wish = next(steps.book.wish);
    save({ wish });
    return settle(await hold(wish, cause));
  }

  /** Why a choice cannot be wished; null: it can. */
  async function refusalOfChoice(choice: UplinkChoice): Promise<AppError | null> {
    if (choice.mode !== "pinned" || steps.book.wish === null) return null;
    const observed = await look();
    return observed.ok
      ? uplinkRefusal(choice.interface, steps.book.wish.lan, observed.value)
      : observed.error;
  }

  async function setUplink(uplink: UplinkChoice): Promise<Result<NetdStatus>> {
    const refused = await refusalOfChoice(uplink);
    if (refused !== null) return { ok: false, error: refused };
    return change("set-uplink", (wish) => ({ ...wish, uplink }));
  }

  async function setMachineUplink(
    address: string,
    uplink: UplinkChoice | null,
  ): Promise<Result<NetdStatus>> {
    if (steps.book.wish === null) return fail("lan-off", {});
    const others = steps.book.wish.machineUplinks.filter((each) => each.address !== address);
    if (uplink !== null) {
      const refused =
        addressRefusal(address, steps.book.wish.lan) ?? (await refusalOfChoice(uplink));
      if (refused !== null) return { ok: false, error: refused };
      if (others.length >= mostMachineUplinks) {
        return fail("netd-refused", { detail: `at most ${mostMachineUplinks} own uplinks` });
      }
    }
    const machineUplinks = uplink === null ? others : [...others, { address, uplink }];
    return change("set-machine-uplink", (wish) => ({ ...wish, machineUplinks }));
  }

  async function reserve(wished: Reservation): Promise<Result<NetdStatus>> {
    if (steps.book.wish === null) return fail("lan-off", {});
    const refused = addressRefusal(wished.address, steps.book.wish.lan);
    if (refused !== null) return { ok: false, error: refused };
    // One machine has one card, one address and one name: the latest wish for any of them holds.
    const others = steps.book.wish.reservations.filter(
      (each) =>
        each.mac !== wished.mac && each.address !== wished.address && each.name !== wished.name,
    );
    if (others.length >= mostReservations) {
      return fail("netd-refused", { detail: `at most ${mostReservations} reservations` });
    }
    return change("reserve", (wish) => ({ ...wish, reservations: [...others, wished] }));
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
      case "reserve":
        return reserve({ mac: request.mac, address: request.address, name: request.name });
      case "unreserve":
        return change("unreserve", (wish) => ({
          ...wish,
          reservations: wish.reservations.filter((each) => each.mac !== request.mac),
        }));
      default:
        return assertNever(request);
    }
  }

  return {
    handle: (request) => inTurn(() => answer(request)),
    start: () =>
      inTurn(async () => {
        const observed = await deps.observe();
        if (observed.ok && isOfAnotherNamespace(steps.book, observed.value))
          save(emptyBook(steps.book.boot));
        if (steps.book.wish === null) await down("start");
        else settle(await hold(steps.book.wish, "start"));
      }),
    reconcile: () =>
      inTurn(async () => {
        const before = steps.done();
        if (steps.book.wish !== null) settle(await hold(steps.book.wish, "reconcile"));
        return steps.done() > before;
      }),
    keeps: () => steps.book.wish !== null,
    works: () => queued > 0,
  };
}
