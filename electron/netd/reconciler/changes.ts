import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { DesiredLan, NetdStatus } from "../../contract/lan/netd.ts";
import type { LanSettings } from "../../contract/lan/network.ts";
import type { UplinkChoice } from "../../contract/uplink/choice.ts";
import { withMachineUplink } from "../../core/lan/desired-state.ts";
import type { LanObserved } from "../../core/lan/plan/operations.ts";
import { addressRefusal, choiceRefusal } from "../../core/lan/refusals.ts";
import { hold, type ReconcilerState, settle } from "./context.ts";
import type { Cause } from "./stepper.ts";

/** Derives another desired state from the one that holds, and makes it hold. */
export async function change(
  state: ReconcilerState,
  cause: Cause,
  next: (desired: DesiredLan) => Result<DesiredLan>,
  seen?: LanObserved,
): Promise<Result<NetdStatus>> {
  const { steps } = state;
  if (steps.stateFile.wish === null) return fail("lan-off", {});
  const desired = next(steps.stateFile.wish);
  if (!desired.ok) return desired;
  steps.save({ wish: desired.value });
  return settle(state, await hold(state, desired.value, cause, seen));
}

/**
 * Reads the kernel's network if a choice is acceptable; `absent` tells whether an absent interface
 * is refused or accepted.
 */
async function lookFor(
  { steps }: ReconcilerState,
  lan: LanSettings,
  choice: UplinkChoice,
  absent: "refuse" | "take",
): Promise<Result<LanObserved>> {
  const observed = await steps.look();
  if (!observed.ok) return observed;
  const refused = choiceRefusal(choice, lan, observed.value.links, absent);
  return refused === null ? observed : { ok: false, error: refused };
}

/** Changes the uplink of the LAN. */
export async function setUplink(
  state: ReconcilerState,
  uplink: UplinkChoice,
): Promise<Result<NetdStatus>> {
  const desired = state.steps.stateFile.wish;
  if (desired === null) return fail("lan-off", {});
  const seen = await lookFor(state, desired.lan, uplink, "refuse");
  if (!seen.ok) return seen;
  return change(state, "set-uplink", (before) => ok({ ...before, uplink }), seen.value);
}

/** Changes the uplink of one machine; null if it follows the LAN's. */
export async function setMachineUplink(
  state: ReconcilerState,
  address: string,
  uplink: UplinkChoice | null,
): Promise<Result<NetdStatus>> {
  const desired = state.steps.stateFile.wish;
  if (desired === null) return fail("lan-off", {});
  let seen: LanObserved | undefined;
  if (uplink !== null) {
    const outside = addressRefusal(address, desired.lan);
    if (outside !== null) return { ok: false, error: outside };
    // An absent interface is accepted: otherwise the machine's packets would leave by the LAN's
    // uplink.
    const looked = await lookFor(state, desired.lan, uplink, "take");
    if (!looked.ok) return looked;
    seen = looked.value;
  }
  const next = (before: DesiredLan) => withMachineUplink(before, address, uplink);
  return change(state, "set-machine-uplink", next, seen);
}
