import * as v from "valibot";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { type LanChange, lanChangeSchema } from "../../contract/lan/network.ts";
import { refuseInput } from "../../core/base/explain-issue.ts";
import type { NetworkService } from "../base/interfaces.ts";
import type { NetworkDeps } from "./deps.ts";
import { readLan } from "./read-lan.ts";
import { asSmall, mendSwitch, switchOff, switchOn, switchOnSmall } from "./switching.ts";
import { arriveAt, placesNow, recallChoice, setUplink } from "./uplink-choice.ts";

/** Creates the service of one user's LAN. It keeps no state: it reads kernel, netd and switch. */
export function createNetworkService(deps: NetworkDeps): NetworkService {
  const { netd, settings } = deps;
  const listeners = new Set<() => void>();
  /** The switching that is under way in this process; others see its effect in the kernel. */
  let doing: "starting" | "stopping" | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  /** Runs work one after the other: a click on "off" waits while the LAN starts. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = queue.then(work);
    queue = done.catch(() => {});
    return done;
  }

  async function during<T>(what: "starting" | "stopping", work: () => Promise<T>): Promise<T> {
    doing = what;
    tell();
    try {
      return await work();
    } finally {
      doing = null;
      tell();
    }
  }

  function tell(): void {
    for (const listener of listeners) listener();
  }

  return {
    read: () => readLan(deps, doing),
    up: () => inTurn(() => during("starting", () => switchOn(deps))),
    upSmall: () => inTurn(() => during("starting", () => switchOnSmall(deps))),
    agree: (lan) => netd.agree(lan),
    down: () => inTurn(() => during("stopping", () => switchOff(deps))),
    mend: () => inTurn(() => mendSwitch(deps)),
    changeLan: (change) => inTurn(() => changeLan(deps, change)).finally(tell),
    setUplink: (choice, by) => inTurn(() => setUplink(deps, choice, by)),
    places: () => placesNow(deps),
    recall: () => inTurn(() => recallChoice(deps)),
    arriveAt: (place) => inTurn(() => arriveAt(deps, place)),
    forgetPlace: (id) =>
      settings.change((kept) => ({
        places: id === null ? [] : kept.places.filter((place) => place.id !== id),
      })),
    log: () => netd.log(),
    watch(changed) {
      listeners.add(changed);
      const end = deps.watchNetwork(changed);
      return () => {
        listeners.delete(changed);
        end();
      };
    },
  };
}

async function changeLan(
  { netd, ownLan, settings }: NetworkDeps,
  wanted: LanChange,
): Promise<Result<void>> {
  const parsed = v.safeParse(lanChangeSchema, wanted);
  if (!parsed.success) return refuseInput(parsed, "lan");
  const change = parsed.output;
  const [{ lan, uplink }, stateFile] = await Promise.all([settings.read(), netd.stateFile()]);
  const desired = stateFile?.wish ?? null;
  // Running machines, their rules and the switch all refer to the interface by its name.
  if (
    desired !== null &&
    change.interface !== undefined &&
    change.interface !== desired.lan.interface
  ) {
    return fail("lan-must-be-off", {});
  }
  if (ownLan.isOpen() && (change.hostAccess ?? "all") !== "all") return fail("lan-small-open", {});
  const kept = await settings.change({ lan: { ...lan, ...change } });
  if (!kept.ok || desired === null) return kept;
  // Apply this change to the LAN as it is: other changed settings hold from the next start.
  const next = { ...desired.lan, ...change };
  const held = await netd.apply({
    verb: "up",
    lan: ownLan.isOpen() ? asSmall(next) : next,
    uplink,
  });
  return held.ok ? ok(undefined) : held;
}
