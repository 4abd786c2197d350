import { appError, type Result } from "../../contract/errors/app-error.ts";
import type { MachineAction } from "../../contract/machine/machine-actions.ts";
import type { UplinkChoice } from "../../contract/uplink/choice.ts";
import type { KnownNetwork } from "../../contract/uplink/known-network.ts";
import { choiceAt, tellOfKnownNetwork } from "../../core/uplink/known-network.ts";
import { pastVpn } from "../../core/uplink/vpn-bypass.ts";
import type { ChosenBy, FollowOptions } from "../base/interfaces.ts";
import type { JobRequest } from "../base/jobs.ts";
import { undoMs } from "../base/timed-offer.ts";
import type { TruthFollowers } from "./follow-truth.ts";
import type { AppStateParts } from "./parts.ts";
import type { ShownState } from "./shown-state.ts";

/** The parts that the requests of windows and tray work with. */
export interface RequestParts extends AppStateParts {
  readonly shown: ShownState;
  readonly followers: TruthFollowers;
}

/** Waits for a request, and adds a notice if it failed. */
export async function settle(
  { notices }: ShownState,
  result: Promise<Result<unknown>>,
  machine: string | null,
): Promise<Result<void>> {
  const done = await result.catch(
    (error: unknown): Result<unknown> => ({
      ok: false,
      error: appError("internal", { detail: String(error) }),
    }),
  );
  if (!done.ok && done.error.code !== "cancelled") notices.add("error", done.error, machine);
  return done.ok ? { ok: true, value: undefined } : done;
}

/** Carries out a choice of an uplink, for the LAN (`id` null) or a machine. */
export function carryOutUplink(
  { services, shown }: RequestParts,
  id: string | null,
  choice: UplinkChoice | null,
  by: ChosenBy,
): Promise<Result<void>> {
  shown.notices.forget(id);
  if (id !== null) return settle(shown, services.machines.setUplink(id, choice), id);
  const wanted = switchUplink(
    shown,
    services.network.setUplink(choice ?? { mode: "automatic" }, by),
  );
  return by === "user" ? settle(shown, wanted, null) : wanted;
}

/**
 * Waits for the LAN's uplink. A choice that could not be saved is in force, so that is a warning.
 */
async function switchUplink(
  { notices }: ShownState,
  switching: ReturnType<AppStateParts["services"]["network"]["setUplink"]>,
): Promise<Result<void>> {
  const done = await switching;
  if (!done.ok) return done;
  if (done.value !== undefined) {
    notices.add("warning", appError("uplink-not-kept", {}), null);
    notices.add("warning", done.value, null);
  }
  return { ok: true, value: undefined };
}

/** Chooses an uplink, and warns if it bypasses a VPN. */
export async function chooseUplink(
  shown: ShownState,
  machine: string | null,
  choice: UplinkChoice | null,
): Promise<Result<void>> {
  const result = await shown.uplinks.choose(machine, choice);
  const past = result.ok ? pastVpn(choice, shown.truth().uplink) : null;
  if (past !== null) shown.notices.add("warning", past, machine);
  return result;
}

/** Makes the choice that is remembered for a known network, and adds a notice of it. */
export async function arriveAt(
  { settings: port, shown }: RequestParts,
  { id }: KnownNetwork,
): Promise<void> {
  const { settings } = await port.load();
  const found = choiceAt(settings, id, shown.truth().uplink.choice);
  if (found === null) return;
  const result = await shown.uplinks.choose(null, found.uplink, "place");
  if (result.ok) shown.notices.add("info", tellOfKnownNetwork(found), null);
  // The remembered interface is not there now, so the present choice stays.
  else if (result.error.code !== "uplink-unknown") shown.notices.add("error", result.error, null);
}

/** Carries out an action on a machine, and offers to undo a deletion. */
export async function actOnMachine(
  { services, shown, followers, now }: RequestParts,
  action: MachineAction,
  id: string,
): Promise<Result<void>> {
  const { notices } = shown;
  const name = shown.truth().machines.find((each) => each.id === id)?.name ?? id;
  notices.forget(id);
  shown.show();
  const done = services.machines[action](id);
  const result = await settle(shown, done, id);
  if (result.ok) {
    const answer = await done;
    const value = answer.ok ? answer.value : undefined;
    if (value?.warning) notices.add("warning", value.warning, id);
  }
  await followers.machines.now();
  if (action === "delete" && result.ok) {
    shown.deleted.make({ machine: id, name, until: now() + undoMs });
  }
  return result;
}

/** Switches the LAN as a job. */
export async function switchLan(
  { services, shown, followers }: RequestParts,
  kind: "lan-up" | "lan-down",
): Promise<Result<void>> {
  const { network } = services;
  shown.notices.forget(null);
  return shown.jobs.run({ kind, cancellable: false }, async () => {
    const result = await settle(shown, kind === "lan-up" ? network.up() : network.down(), null);
    await followers.network.now();
    return result;
  });
}

/** Runs long work as a job; a failure becomes a notice, unless the job can be tried again. */
export async function runJob<T>(
  { jobs, notices }: ShownState,
  request: JobRequest,
  work: (options: FollowOptions) => Promise<Result<T>>,
): Promise<Result<T>> {
  const machine = request.machine ?? null;
  notices.forget(machine);
  const result = await jobs.run(request, work);
  if (!result.ok && result.error.code !== "cancelled" && request.canRetry !== true) {
    notices.add("error", result.error, machine);
  }
  return result;
}
