import { type AppError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { DesiredLan, NetdLogEntry } from "../../contract/lan/netd.ts";
import { ownPorts } from "../../core/lan/plan/bridge.ts";
import type { BridgePass, LanObserved, LanOperation } from "../../core/lan/plan/operations.ts";
import { isTapOf } from "../../core/lan/plan/own-tap.ts";
import { ownFlags, rememberGateways } from "../../core/lan/plan/plan.ts";
import type { LanStateFile } from "../../core/lan/plan/state-file.ts";
import type { Deed } from "../kernel/perform.ts";

/** The parts that the stepper works with. */
export interface StepperDeps {
  readonly stateFile: LanStateFile;
  /** The user that the tap belongs to. */
  readonly uid: number;
  readonly saveStateFile: (stateFile: LanStateFile) => void;
  readonly log: (entry: Omit<NetdLogEntry, "at">) => void;
  readonly observe: (desired: DesiredLan | null) => Promise<Result<LanObserved>>;
  readonly listRuleset: () => Promise<Result<string | null>>;
  /**
   * Returns how nft lists a ruleset that no other program writes to; null if that is unknown here.
   */
  readonly ownListing: (ruleset: string) => Promise<string | null>;
  readonly perform: (operation: LanOperation) => Promise<Deed>;
}

/** The event that led to a step, for the log. */
export type Cause = NetdLogEntry["cause"];

/** Carries plans out, step by step, and records the changes in the state file. */
export interface Stepper {
  /** The present state file. */
  readonly stateFile: LanStateFile;
  /** Writes a change into the state file, unless it already has it. */
  save(change: Partial<LanStateFile>): void;
  /** Reads all that the LAN depends on, and saves in the state file what must be remembered. */
  look(): Promise<Result<LanObserved>>;
  /**
   * Plans and carries out until the plan is empty or a step fails; returns the final state. `seen`
   * was read just now, which saves a second reading.
   */
  converge(
    cause: Cause,
    plan: (observed: LanObserved) => Result<readonly LanOperation[]>,
    seen?: LanObserved,
  ): Promise<Result<LanObserved>>;
  /** Returns how many steps were carried out so far, successful or not. */
  done(): number;
}

/** A repair can make further ones necessary; more rounds than this are a fight with another program. */
const mostRounds = 4;

interface StepperState {
  readonly deps: StepperDeps;
  stateFile: LanStateFile;
  done: number;
}

/** Creates the stepper of one LAN, from what its state file says. */
export function createStepper(deps: StepperDeps): Stepper {
  const state: StepperState = { deps, stateFile: deps.stateFile, done: 0 };
  return {
    get stateFile() {
      return state.stateFile;
    },
    save: (change) => save(state, change),
    look: () => look(state),
    converge: (cause, plan, seen) => converge(state, cause, plan, seen),
    done: () => state.done,
  };
}

function save(state: StepperState, change: Partial<LanStateFile>): void {
  const next = { ...state.stateFile, ...change };
  if (JSON.stringify(next) === JSON.stringify(state.stateFile)) return;
  state.stateFile = next;
  state.deps.saveStateFile(next);
}

async function look(state: StepperState): Promise<Result<LanObserved>> {
  const { wish: desired } = state.stateFile;
  const observed = await state.deps.observe(desired);
  if (!observed.ok) return observed;
  const { gateways } = state.stateFile;
  const flags = [...ownFlags(state.stateFile, observed.value)];
  const ports = ownPorts(state.stateFile, observed.value.links, state.deps.uid);
  if (desired === null) save(state, { flags, ports });
  else {
    const lan = desired.lan.interface;
    save(state, { flags, ports, gateways: rememberGateways(gateways, observed.value, lan) });
  }
  return observed;
}

/** Notes in the state file which interface is the new tap, bridge or port. */
async function noteMade(
  state: StepperState,
  { do: step, interface: name }: LanOperation & { readonly do: (typeof makingSteps)[number] },
): Promise<Result<void>> {
  const observed = await look(state);
  if (!observed.ok) return observed;
  const made = observed.value.links.find((link) => link.name === name);
  const fits =
    made !== undefined &&
    (step === "create-bridge" ? made.kind === "bridge" : isTapOf(made, state.deps.uid));
  if (!fits) return fail("lan-step-failed", { step, detail: `interface-gone:${name}` });
  // Ports are noted by every look.
  if (step !== "create-port") save(state, { tapIndex: made.index });
  return ok(undefined);
}

const makingSteps = ["create-tap", "create-bridge", "create-port"] as const;
const isMaking = (
  operation: LanOperation,
): operation is LanOperation & { readonly do: (typeof makingSteps)[number] } =>
  makingSteps.some((step) => step === operation.do);

/**
 * Notes the loaded rules, as nft lists them in a namespace of their own. A listing from the kernel
 * might have rules that other programs wrote meanwhile, which would pass for ours from then on.
 */
async function noteRuleset(
  state: StepperState,
  text: string,
  listed: string | null,
): Promise<Result<void>> {
  const listing = listed === null ? await state.deps.listRuleset() : ok(listed);
  if (!listing.ok) return listing;
  if (listing.value !== null) save(state, { ruleset: { text, listing: listing.value } });
  return ok(undefined);
}

/** Notes the loaded rules of airlocks, as `noteRuleset` does. */
async function noteAirlocks(
  state: StepperState,
  { text, machines }: LanOperation & { readonly do: "load-airlocks" },
  listed: string | null,
): Promise<Result<void>> {
  const observed = listed === null ? await look(state) : null;
  if (observed?.ok === false) return observed;
  const listing = listed ?? observed?.value.airlocks ?? null;
  if (listing !== null) save(state, { airlocks: { text, listing, machines: [...machines] } });
  return ok(undefined);
}

/** Notes in the state file what a step is about to change, so that it can be taken back. */
function noteBefore(state: StepperState, operation: LanOperation, observed: LanObserved): void {
  if (operation.do === "create-tap" || operation.do === "create-bridge") {
    save(state, { tap: operation.interface, tapIndex: undefined });
  }
  if (operation.do === "create-port") {
    save(state, { ports: [...state.stateFile.ports, { name: operation.interface }] });
  }
  if (operation.do === "pass-bridged") {
    const { program, chain } = operation;
    const rest = passesWithout(state, operation);
    save(state, { passes: [...rest, { program, chain }] });
  }
  if (operation.do === "load-ruleset" || operation.do === "delete-ruleset") {
    save(state, { ruleset: null });
  }
  if (operation.do === "load-airlocks" || operation.do === "delete-airlocks") {
    save(state, { airlocks: null });
  }
  if (operation.do === "set-forwarding" && operation.on) {
    const index = observed.links.find(({ name }) => name === operation.interface)?.index;
    const entry = {
      interface: operation.interface,
      ...(index === undefined ? {} : { index }),
      globalWas: observed.globalForwarding,
    };
    save(state, { flags: [...flagsWithout(state, operation.interface), entry] });
  }
}

function forgetAirlocks(state: StepperState): void {
  const { airlocks: _gone, ...rest } = state.stateFile;
  state.stateFile = rest;
  state.deps.saveStateFile(rest);
}

function flagsWithout({ stateFile }: StepperState, name: string): LanStateFile["flags"] {
  return stateFile.flags.filter((entry) => entry.interface !== name);
}

function passesWithout({ stateFile }: StepperState, { program, chain }: BridgePass) {
  return stateFile.passes.filter((each) => each.program !== program || each.chain !== chain);
}

interface Step {
  readonly operation: LanOperation;
  readonly cause: Cause;
  /** A later step of the same plan loads other rules, so these need not be known again. */
  readonly isReplaced: boolean;
}

async function carryOut(
  state: StepperState,
  { operation, cause, isReplaced }: Step,
  observed: LanObserved,
): Promise<Result<void>> {
  const { deps } = state;
  noteBefore(state, operation, observed);
  state.done += 1;
  const isNoted = operation.do === "load-ruleset" && !isReplaced;
  const [{ argv, outcome }, listed] = await Promise.all([
    deps.perform(operation),
    isNoted || operation.do === "load-airlocks" ? deps.ownListing(operation.text) : null,
  ]);
  deps.log({ cause, argv, outcome: outcome.ok ? "ok" : detailOf(outcome.error) });
  if (!outcome.ok) {
    // A kernel without bridges: the next round plans the LAN as the switch's tap.
    if (operation.do === "create-bridge") save(state, { tap: null, plain: true });
    return outcome;
  }
  if (isMaking(operation)) return noteMade(state, operation);
  if (operation.do === "load-airlocks") return noteAirlocks(state, operation, listed);
  if (operation.do === "delete-airlocks") forgetAirlocks(state);
  if (operation.do === "delete-tap") save(state, { tap: null, tapIndex: undefined });
  if (operation.do === "end-pass") save(state, { passes: passesWithout(state, operation) });
  if (operation.do === "set-forwarding" && !operation.on) {
    save(state, { flags: flagsWithout(state, operation.interface) });
  }
  return isNoted ? noteRuleset(state, operation.text, listed) : ok(undefined);
}

async function converge(
  state: StepperState,
  cause: Cause,
  plan: (observed: LanObserved) => Result<readonly LanOperation[]>,
  seen?: LanObserved,
): Promise<Result<LanObserved>> {
  let last: Result<never> = fail("internal", { detail: "nothing was planned" });
  for (let round = 0; round < mostRounds; round += 1) {
    const observed = round === 0 && seen !== undefined ? ok(seen) : await look(state);
    if (!observed.ok) return observed;
    const planned = plan(observed.value);
    if (!planned.ok) return planned;
    const operations = planned.value;
    if (operations.length === 0) return observed;
    const lastLoad = operations.map((each) => each.do).lastIndexOf("load-ruleset");
    for (const [index, operation] of operations.entries()) {
      const isReplaced = index < lastLoad;
      const step = await carryOut(state, { operation, cause, isReplaced }, observed.value);
      last = step.ok
        ? fail("lan-step-failed", { step: operation.do, detail: "state-not-reached" })
        : step;
      // An interface may have gone since the reading: read again before giving up.
      if (!step.ok) break;
    }
  }
  return last;
}

function detailOf(error: AppError): string {
  return error.code === "lan-step-failed" ? error.params.detail : error.code;
}
