import { type AppError, appError, assertNever, fail, ok, type Result } from "../contract/errors.ts";
import type { LanWish, NetdLogEntry, NetdRequest, NetdStatus } from "../contract/netd.ts";
import type { LanSettings, UplinkChoice } from "../contract/network.ts";
import { formatSubnet } from "../core/ip-address.ts";
import { emptyBook, type LanBook } from "../core/lan-book.ts";
import {
  activeUplink,
  isOfAnotherNamespace,
  type LanObserved,
  type LanOperation,
  lanSubnet,
  ownFlags,
  planDown,
  planUp,
  rememberGateways,
} from "../core/lan-plan.ts";
import { findOverlap } from "../core/uplinks.ts";
import type { Deed } from "./kernel.ts";

export interface KeeperDeps {
  /** The user that the tap belongs to. */
  readonly uid: number;
  readonly book: LanBook;
  readonly saveBook: (book: LanBook) => void;
  readonly log: (entry: Omit<NetdLogEntry, "at">) => void;
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
  /** Repairs what others changed. */
  reconcile(): Promise<void>;
  /** Whether there is a LAN to keep. */
  keeps(): boolean;
  /** Whether work is under way. */
  works(): boolean;
}

/** A repair can make further ones necessary; more rounds than this are a fight with somebody. */
const mostRounds = 4;

type Cause = NetdLogEntry["cause"];

/** Makes the keeper of one LAN, from what its book says. */
export function createKeeper(deps: KeeperDeps): Keeper {
  const startedAt = Date.now();
  let book = deps.book;
  let trouble: AppError | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  let queued = 0;

  function save(change: Partial<LanBook>): void {
    const next = { ...book, ...change };
    if (JSON.stringify(next) === JSON.stringify(book)) return;
    book = next;
    deps.saveBook(book);
  }

  /** One after the other: two wishes at once would plan on each other's half-done work. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    queued += 1;
    const done = queue.then(work).finally(() => {
      queued -= 1;
    });
    queue = done.catch(() => {});
    return done;
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
        const done = await carryOut(operation, observed.value, cause);
        last = done.ok
          ? fail("lan-step-failed", { step: operation.do, detail: "it does not hold" })
          : done;
        // An interface may have gone since we looked: look again before giving up.
        if (!done.ok) break;
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
      problem: wish === null ? null : problemOf(wish, active, observed),
      pid: process.pid,
      startedAt,
    };
  }

  function problemOf(wish: LanWish, active: string | null, observed: LanObserved): AppError | null {
    const overlap = overlapOf(wish.lan, observed);
    if (overlap !== null) return overlap;
    if (trouble !== null) return trouble;
    if (active !== null || wish.uplink.mode === "none") return null;
    return wish.uplink.mode === "pinned"
      ? appError("uplink-down", { interface: wish.uplink.interface })
      : appError("uplink-none-found", {});
  }

  function settle(result: Result<LanObserved>): Result<NetdStatus> {
    trouble = result.ok ? null : result.error;
    return result.ok ? ok(statusFrom(result.value)) : result;
  }

  async function up(lan: LanSettings, uplink: UplinkChoice): Promise<Result<NetdStatus>> {
    const before = book.wish;
    if (before !== null && JSON.stringify(before.lan) !== JSON.stringify(lan)) {
      // Another subnet or interface is another LAN.
      const gone = await down("up");
      if (!gone.ok) return gone;
    }
    const observed = await look();
    if (!observed.ok) return observed;
    const refused = refusalOf(lan, observed.value);
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

  function refusalOf(lan: LanSettings, observed: LanObserved): AppError | null {
    const exists = observed.links.some((link) => link.name === lan.interface);
    if (exists && book.tap !== lan.interface) {
      return appError("lan-interface-taken", { interface: lan.interface });
    }
    return overlapOf(lan, observed);
  }

  async function down(cause: Cause): Promise<Result<NetdStatus>> {
    // Written first: if this is interrupted, the next start goes on with it.
    save({ wish: null });
    const gone = await converge(cause, (observed) => planDown(book, observed));
    if (gone.ok) save(emptyBook(book.boot));
    return settle(gone);
  }

  async function setUplink(uplink: UplinkChoice): Promise<Result<NetdStatus>> {
    const wish = book.wish;
    if (wish === null) return fail("lan-off", {});
    if (uplink.mode === "pinned") {
      const observed = await look();
      if (!observed.ok) return observed;
      const refused = unfit(uplink.interface, wish.lan, observed.value);
      if (refused !== null) return { ok: false, error: refused };
    }
    const next = { ...wish, uplink };
    save({ wish: next });
    return settle(await hold(next, "set-uplink"));
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
      case "reserve":
      case "unreserve":
        return fail("netd-refused", { detail: `${request.verb} is not offered yet` });
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
        if (book.wish !== null) settle(await hold(book.wish, "reconcile"));
      }),
    keeps: () => book.wish !== null,
    works: () => queued > 0,
  };
}

function overlapOf(lan: LanSettings, observed: LanObserved): AppError | null {
  const subnet = lanSubnet(lan);
  const overlap = findOverlap(subnet, lan.interface, observed.routes);
  if (overlap === null) return null;
  return appError("lan-overlap", {
    subnet: formatSubnet(subnet),
    other: overlap.other,
    interface: overlap.interface,
    proposal: overlap.proposal ?? "none of the private subnets",
  });
}

/** Why an interface cannot be the uplink; null: it can. */
function unfit(name: string, lan: LanSettings, observed: LanObserved): AppError | null {
  const link = observed.links.find((each) => each.name === name);
  if (link === undefined) return appError("uplink-unknown", { interface: name });
  return link.linkType === "loopback" || name === lan.interface
    ? appError("uplink-is-lan", { interface: name })
    : null;
}

function detailOf(error: AppError): string {
  return error.code === "lan-step-failed" ? error.params.detail : error.code;
}
