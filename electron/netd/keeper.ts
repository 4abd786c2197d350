import { type AppError, assertNever, fail, ok, type Result } from "../contract/errors.ts";
import type {
  LanWish,
  NetdLogEntry,
  NetdRequest,
  NetdStatus,
  Reservation,
} from "../contract/netd.ts";
import type { LanSettings, UplinkChoice } from "../contract/network.ts";
import { emptyBook, type LanBook } from "../core/lan-book.ts";
import type { LanObserved, LanOperation } from "../core/lan-operations.ts";
import {
  isOfAnotherNamespace,
  isSameLan,
  ownFlags,
  planDown,
  planUp,
  rememberGateways,
} from "../core/lan-plan.ts";
import {
  addressRefusal,
  lanRefusal,
  type OtherLan,
  problemOf,
  uplinkRefusal,
} from "../core/lan-refusals.ts";
import { activeUplink, mostMachineUplinks } from "../core/lan-routing.ts";
import type { Deed } from "./kernel.ts";

export interface KeeperDeps {
  /** The user that the tap belongs to. */
  readonly uid: number;
  readonly book: LanBook;
  readonly saveBook: (book: LanBook) => void;
  readonly log: (entry: Omit<NetdLogEntry, "at">) => void;
  /** LANs of other users in this network namespace. */
  readonly otherLans: () => readonly OtherLan[];
  readonly observe: () => Promise<Result<LanObserved>>;
  readonly listRuleset: () => Promise<Result<string | null>>;
  readonly perform: (operation: LanOperation) => Promise<Deed>;
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

/** A repair can make further ones necessary; more rounds than this are a fight with somebody. */
const mostRounds = 4;

/** As many as machines fit on the switch; it also keeps the book small. */
const mostReservations = 255;

type Cause = NetdLogEntry["cause"];

/** Makes the keeper of one LAN, from what its book says. */
export function createKeeper(deps: KeeperDeps): Keeper {
  const startedAt = Date.now();
  let book = deps.book;
  let trouble: AppError | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  let queued = 0;
  /** Steps carried out, successful or not. */
  let done = 0;

  function save(change: Partial<LanBook>): void {
    const next = { ...book, ...change };
    if (JSON.stringify(next) === JSON.stringify(book)) return;
    book = next;
    deps.saveBook(book);
  }

  /** One after the other: two wishes at once would plan on each other's half-done work. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    queued += 1;
    const ended = queue.then(work).finally(() => {
      queued -= 1;
    });
    queue = ended.catch(() => {});
    return ended;
  }

  async function look(): Promise<Result<LanObserved>> {
    const observed = await deps.observe();
    if (!observed.ok) return observed;
    save({
      flags: [...ownFlags(book, observed.value)],
      ...(book.wish === null
        ? {}
        : { gateways: rememberGateways(book.gateways, observed.value, book.wish.lan.interface) }),
    });
    return observed;
  }

  async function carryOut(operation: LanOperation, observed: LanObserved, cause: Cause) {
    // What is about to change goes into the book first.
    if (operation.do === "create-tap") save({ tap: operation.interface });
    if (operation.do === "load-ruleset" || operation.do === "delete-ruleset") {
      save({ ruleset: null });
    }
    if (operation.do === "set-forwarding" && operation.on) {
      const others = book.flags.filter((entry) => entry.interface !== operation.interface);
      const entry = { interface: operation.interface, globalWas: observed.globalForwarding };
      save({ flags: [...others, entry] });
    }
    done += 1;
    const { argv, outcome } = await deps.perform(operation);
    deps.log({ cause, argv, outcome: outcome.ok ? "ok" : detailOf(outcome.error) });
    if (!outcome.ok) return outcome;
    if (operation.do === "delete-tap") save({ tap: null });
    if (operation.do === "set-forwarding" && !operation.on) {
      save({ flags: book.flags.filter((entry) => entry.interface !== operation.interface) });
    }
    if (operation.do === "load-ruleset") {
      const listing = await deps.listRuleset();
      if (!listing.ok) return listing;
      if (listing.value !== null) {
        save({ ruleset: { text: operation.text, listing: listing.value } });
      }
    }
    return ok(undefined);
  }

  /** Plans and carries out until the plan is empty. */
  async function converge(
    cause: Cause,
    plan: (observed: LanObserved) => readonly LanOperation[],
  ): Promise<Result<LanObserved>> {
    let last: Result<never> = fail("internal", { detail: "nothing was planned" });
    for (let round = 0; round < mostRounds; round += 1) {
      const observed = await look();
      if (!observed.ok) return observed;
      const operations = plan(observed.value);
      if (operations.length === 0) return observed;
      for (const operation of operations) {
        const step = await carryOut(operation, observed.value, cause);
        last = step.ok
          ? fail("lan-step-failed", { step: operation.do, detail: "it does not hold" })
          : step;
        // An interface may have gone since we looked: look again before giving up.
        if (!step.ok) break;
      }
    }
    return last;
  }

  const hold = (wish: LanWish, cause: Cause) =>
    converge(cause, (observed) => planUp(wish, book, observed, deps.uid));

  function statusFrom(observed: LanObserved): NetdStatus {
    const wish = book.wish;
    const active = wish === null ? null : activeUplink(wish, observed, book.gateways);
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
    const before = book.wish;
    if (before !== null && !isSameLan(before.lan, lan)) {
      const gone = await down("up");
      if (!gone.ok) return gone;
    }
    const observed = await look();
    if (!observed.ok) return observed;
    const refused = lanRefusal(lan, book.tap, deps.otherLans(), observed.value);
    if (refused !== null) return { ok: false, error: refused };
    const wish: LanWish = {
      machineUplinks: [],
      reservations: [],
      ...(book.wish ?? {}),
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
    const gone = await converge(cause, (observed) => planDown(book, observed));
    if (gone.ok) save(emptyBook(book.boot));
    return settle(gone);
  }

  /** Makes another wish of the one that holds, and makes it hold. */
  async function change(
    cause: Cause,
    next: (wish: LanWish) => LanWish,
  ): Promise<Result<NetdStatus>> {
    if (book.wish === null) return fail("lan-off", {});
    const wish = next(book.wish);
    save({ wish });
    return settle(await hold(wish, cause));
  }

  /** Why a choice cannot be wished; null: it can. */
  async function refusalOfChoice(choice: UplinkChoice): Promise<AppError | null> {
    if (choice.mode !== "pinned" || book.wish === null) return null;
    const observed = await look();
    return observed.ok
      ? uplinkRefusal(choice.interface, book.wish.lan, observed.value)
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
    if (book.wish === null) return fail("lan-off", {});
    const others = book.wish.machineUplinks.filter((each) => each.address !== address);
    if (uplink !== null) {
      const refused = addressRefusal(address, book.wish.lan) ?? (await refusalOfChoice(uplink));
      if (refused !== null) return { ok: false, error: refused };
      if (others.length >= mostMachineUplinks) {
        return fail("netd-refused", { detail: `at most ${mostMachineUplinks} own uplinks` });
      }
    }
    const machineUplinks = uplink === null ? others : [...others, { address, uplink }];
    return change("set-machine-uplink", (wish) => ({ ...wish, machineUplinks }));
  }

  async function reserve(wished: Reservation): Promise<Result<NetdStatus>> {
    if (book.wish === null) return fail("lan-off", {});
    const refused = addressRefusal(wished.address, book.wish.lan);
    if (refused !== null) return { ok: false, error: refused };
    // One machine has one card, one address and one name: the latest wish for any of them holds.
    const others = book.wish.reservations.filter(
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
        if (observed.ok && isOfAnotherNamespace(book, observed.value)) save(emptyBook(book.boot));
        if (book.wish === null) await down("start");
        else settle(await hold(book.wish, "start"));
      }),
    reconcile: () =>
      inTurn(async () => {
        const before = done;
        if (book.wish !== null) settle(await hold(book.wish, "reconcile"));
        return done > before;
      }),
    keeps: () => book.wish !== null,
    works: () => queued > 0,
  };
}

function detailOf(error: AppError): string {
  return error.code === "lan-step-failed" ? error.params.detail : error.code;
}
