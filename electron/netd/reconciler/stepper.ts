import { type AppError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { DesiredLan, NetdLogEntry } from "../../contract/lan/netd.ts";
import type { LanObserved, LanOperation } from "../../core/lan/plan/operations.ts";
import { isTapOf } from "../../core/lan/plan/own-tap.ts";
import { ownFlags, rememberGateways } from "../../core/lan/plan/plan.ts";
import type { LanStateFile } from "../../core/lan/plan/state-file.ts";
import type { Deed } from "../kernel/read-kernel.ts";

/** What the stepper works on. */
export interface StepperDeps {
  readonly stateFile: LanStateFile;
  /** The user that the tap belongs to. */
  readonly uid: number;
  readonly saveStateFile: (stateFile: LanStateFile) => void;
  readonly log: (entry: Omit<NetdLogEntry, "at">) => void;
  readonly observe: (desired: DesiredLan | null) => Promise<Result<LanObserved>>;
  readonly listRuleset: () => Promise<Result<string | null>>;
  /** How nft lists a ruleset that nobody else writes to; null: it cannot be told here. */
  readonly ownListing: (ruleset: string) => Promise<string | null>;
  readonly perform: (operation: LanOperation) => Promise<Deed>;
}

/** What led to a step, for the log. */
export type Cause = NetdLogEntry["cause"];

/** Carries plans out, step by step, and keeps the state file about what was changed. */
export interface Stepper {
  /** The state file as it stands. */
  readonly stateFile: LanStateFile;
  /** Writes a change into the state file, if it is one. */
  save(change: Partial<LanStateFile>): void;
  /** Reads all that the LAN depends on, and notes in the state file what must be remembered of it. */
  look(): Promise<Result<LanObserved>>;
  /**
   * Plans and carries out until the plan is empty; gives what holds then. A plan that is an error ends
   * it. `seen` is what was read
   * just now: who has looked already need not wait for a second look before anything happens.
   */
  converge(
    cause: Cause,
    plan: (observed: LanObserved) => Result<readonly LanOperation[]>,
    seen?: LanObserved,
  ): Promise<Result<LanObserved>>;
  /** Steps carried out so far, successful or not. */
  done(): number;
}

/** A repair can make further ones necessary; more rounds than this are a fight with somebody. */
const mostRounds = 4;

/** Makes the stepper of one LAN, from what its state file says. */
export function createStepper(deps: StepperDeps): Stepper {
  let stateFile = deps.stateFile;
  let done = 0;

  function save(change: Partial<LanStateFile>): void {
    const next = { ...stateFile, ...change };
    if (JSON.stringify(next) === JSON.stringify(stateFile)) return;
    stateFile = next;
    deps.saveStateFile(stateFile);
  }

  async function look(): Promise<Result<LanObserved>> {
    const observed = await deps.observe(stateFile.wish);
    if (!observed.ok) return observed;
    save({
      flags: [...ownFlags(stateFile, observed.value)],
      ...(stateFile.wish === null
        ? {}
        : {
            gateways: rememberGateways(
              stateFile.gateways,
              observed.value,
              stateFile.wish.lan.interface,
            ),
          }),
    });
    return observed;
  }

  /** Notes which interface the tap is that was made just now. */
  async function noteTap(name: string): Promise<Result<void>> {
    const observed = await look();
    if (!observed.ok) return observed;
    const made = observed.value.links.find((link) => link.name === name);
    if (made === undefined || !isTapOf(made, deps.uid)) {
      return fail("lan-step-failed", { step: "create-tap", detail: `${name} went away` });
    }
    save({ tapIndex: made.index });
    return ok(undefined);
  }

  /**
   * Notes what was loaded, as nft lists it. Listed from the kernel it might hold what others wrote in
   * the meantime, which would pass for ours from then on.
   */
  async function noteRuleset(text: string, listed: string | null): Promise<Result<void>> {
    const listing = listed === null ? await deps.listRuleset() : ok(listed);
    if (!listing.ok) return listing;
    if (listing.value !== null) save({ ruleset: { text, listing: listing.value } });
    return ok(undefined);
  }

  /** `replaced`: a later step of the same plan loads other rules, so these need not be known again. */
  async function carryOut(
    operation: LanOperation,
    observed: LanObserved,
    cause: Cause,
    replaced: boolean,
  ) {
    // What is about to change goes into the state file first.
    if (operation.do === "create-tap") save({ tap: operation.interface, tapIndex: undefined });
    if (operation.do === "load-ruleset" || operation.do === "delete-ruleset") {
      save({ ruleset: null });
    }
    if (operation.do === "set-forwarding" && operation.on) {
      const others = stateFile.flags.filter((entry) => entry.interface !== operation.interface);
      const index = observed.links.find(({ name }) => name === operation.interface)?.index;
      const entry = {
        interface: operation.interface,
        ...(index === undefined ? {} : { index }),
        globalWas: observed.globalForwarding,
      };
      save({ flags: [...others, entry] });
    }
    done += 1;
    const isNoted = operation.do === "load-ruleset" && !replaced;
    const [{ argv, outcome }, listed] = await Promise.all([
      deps.perform(operation),
      isNoted ? deps.ownListing(operation.text) : null,
    ]);
    deps.log({ cause, argv, outcome: outcome.ok ? "ok" : detailOf(outcome.error) });
    if (!outcome.ok) return outcome;
    if (operation.do === "create-tap") return noteTap(operation.interface);
    if (operation.do === "delete-tap") save({ tap: null, tapIndex: undefined });
    if (operation.do === "set-forwarding" && !operation.on) {
      save({ flags: stateFile.flags.filter((entry) => entry.interface !== operation.interface) });
    }
    return isNoted ? noteRuleset(operation.text, listed) : ok(undefined);
  }

  async function converge(
    cause: Cause,
    plan: (observed: LanObserved) => Result<readonly LanOperation[]>,
    seen?: LanObserved,
  ): Promise<Result<LanObserved>> {
    let last: Result<never> = fail("internal", { detail: "nothing was planned" });
    for (let round = 0; round < mostRounds; round += 1) {
      const observed = round === 0 && seen !== undefined ? ok(seen) : await look();
      if (!observed.ok) return observed;
      const planned = plan(observed.value);
      if (!planned.ok) return planned;
      const operations = planned.value;
      if (operations.length === 0) return observed;
      const lastLoad = operations.map((each) => each.do).lastIndexOf("load-ruleset");
      for (const [index, operation] of operations.entries()) {
        const step = await carryOut(operation, observed.value, cause, index < lastLoad);
        last = step.ok
          ? fail("lan-step-failed", { step: operation.do, detail: "it does not hold" })
          : step;
        // An interface may have gone since we looked: look again before giving up.
        if (!step.ok) break;
      }
    }
    return last;
  }

  return {
    get stateFile() {
      return stateFile;
    },
    save,
    look,
    converge,
    done: () => done,
  };
}

function detailOf(error: AppError): string {
  return error.code === "lan-step-failed" ? error.params.detail : error.code;
}
