import { type AppError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { DesiredLan, NetdStatus } from "../../contract/lan/netd.ts";
import type { LanIdentity, LanSettings } from "../../contract/lan/network.ts";
import type { UplinkChoice } from "../../contract/uplink/choice.ts";
import { isOfAnotherNamespace, isSameLan } from "../../core/lan/plan/plan.ts";
import { planDown } from "../../core/lan/plan/plan-down.ts";
import { emptyStateFile, isEmptyStateFile } from "../../core/lan/plan/state-file.ts";
import { isSupplanted, lanRefusal, overlapOf } from "../../core/lan/refusals.ts";
import { hold, ownLan, type ReconcilerState, settle } from "./context.ts";
import type { Cause } from "./stepper.ts";

/** Returns why a LAN cannot replace the one that is on, which then stays; null if it can. */
async function moveRefusal(
  { steps }: ReconcilerState,
  from: LanIdentity,
  to: LanSettings,
): Promise<AppError | null> {
  const observed = await steps.look();
  if (!observed.ok) return observed.error;
  const rest = observed.value.routes.filter((route) => route.interface !== from.interface);
  return overlapOf(to, { ...observed.value, routes: rest });
}

/**
 * Takes down a LAN that another one is to replace; does nothing if it is the same, or if the LAN is
 * off.
 */
async function makeWay(state: ReconcilerState, lan: LanSettings): Promise<Result<void>> {
  const before = state.steps.stateFile.wish;
  if (before !== null && isSameLan(before.lan, lan)) return ok(undefined);
  const agreed = state.deps.agreed();
  if (agreed === null || !isSameLan(agreed, lan)) {
    return fail("netd-refused", { detail: "lan-not-agreed" });
  }
  if (before === null) return ok(undefined);
  const refused = await moveRefusal(state, before.lan, lan);
  if (refused !== null) return { ok: false, error: refused };
  const gone = await down(state, "up");
  return gone.ok ? ok(undefined) : gone;
}

/** Switches a LAN on, or changes the one that is on. */
export async function up(
  state: ReconcilerState,
  lan: LanSettings,
  uplink: UplinkChoice,
): Promise<Result<NetdStatus>> {
  const { deps, steps } = state;
  const before = steps.stateFile.wish;
  const free = await makeWay(state, lan);
  if (!free.ok) return free;
  const decided = await deps.alone(async () => {
    const observed = await steps.look();
    if (!observed.ok) return observed;
    const refused = lanRefusal(lan, ownLan(state), deps.otherLans(), observed.value);
    if (refused !== null) return { ok: false, error: refused };
    const desired: DesiredLan = {
      machineUplinks: [],
      reservations: [],
      forwards: [],
      ...(steps.stateFile.wish ?? {}),
      lan,
      uplink,
    };
    steps.save({ wish: desired });
    return ok({ desired, observed: observed.value });
  });
  if (!decided.ok) return decided;
  const held = await hold(state, decided.value.desired, "up", decided.value.observed);
  if (!held.ok && before === null) await down(state, "up");
  return settle(state, held);
}

/** Takes the LAN down. */
export async function down(state: ReconcilerState, cause: Cause): Promise<Result<NetdStatus>> {
  const { deps, steps } = state;
  // Saved first, so that the next start goes on if this is interrupted.
  steps.save({ wish: null });
  const gone = await steps.converge(cause, (observed) =>
    ok(planDown(steps.stateFile, observed, deps.uid)),
  );
  if (gone.ok) {
    await deps.ports.keep([], "");
    steps.save(emptyStateFile(steps.stateFile.boot));
  }
  return settle(state, gone);
}

/**
 * Empties a state file of another network namespace, or of a LAN that another user's has replaced:
 * with no LAN to take back, all that exists is the other user's.
 */
export async function dropStaleStateFile(state: ReconcilerState): Promise<void> {
  const { deps, steps } = state;
  await deps.alone(async () => {
    const observed = await deps.observe(null);
    if (!observed.ok) return observed;
    const isStale =
      isOfAnotherNamespace(steps.stateFile, observed.value) ||
      isSupplanted(ownLan(state), deps.otherLans(), observed.value);
    if (isStale) steps.save(emptyStateFile(steps.stateFile.boot));
    return ok(undefined);
  });
}

/** Finishes a `down` that was interrupted. */
export async function finishDown(state: ReconcilerState): Promise<void> {
  if (!isEmptyStateFile(state.steps.stateFile)) await down(state, "start");
}
