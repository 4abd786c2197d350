import type { FarMachineView } from "../../contract/computer/far-machine.ts";
import type { AppError, Result } from "../../contract/errors/app-error.ts";
import type { MachineAction } from "../../contract/machine/machine-actions.ts";
import type { UplinkChoice } from "../../contract/uplink/choice.ts";
import type { KnownNetwork } from "../../contract/uplink/known-network.ts";
import type { AppStateFeed } from "../base/app-state-feed.ts";
import type { FollowOptions } from "../base/interfaces.ts";
import type { JobRequest } from "../base/jobs.ts";
import { followTruth } from "./follow-truth.ts";
import type { AppStateParts, SettingsChange } from "./parts.ts";
import { truthReaders } from "./read-live-state.ts";
import {
  actOnMachine,
  arriveAt,
  carryOutUplink,
  chooseUplink,
  type RequestParts,
  runJob,
  settle,
  switchLan,
} from "./requests.ts";
import { createShownState, type ShownState } from "./shown-state.ts";

/** The owner of the state that windows and tray show, and of their requests. */
export interface AppStateService extends AppStateFeed {
  lanUp(): Promise<Result<void>>;
  lanDown(): Promise<Result<void>>;
  setUplink(choice: UplinkChoice): Promise<Result<void>>;
  /** Gives a machine an uplink of its own; null for the LAN's again. */
  setMachineUplink(id: string, choice: UplinkChoice | null): Promise<Result<void>>;
  /** Undoes the last choice of an uplink, as long as that is offered. */
  undoUplink(): Promise<Result<void>>;
  /** Makes the choice that is remembered for a known network, and adds a notice of it. */
  arriveAt(place: KnownNetwork): Promise<void>;
  /** Reads network and settings again; ends when the new state is shown. */
  lookAgain(): Promise<void>;
  /** Forgets the choice at a known network; null for all of them. */
  forgetPlace(id: string | null): Promise<Result<void>>;
  machine(action: MachineAction, id: string): Promise<Result<void>>;
  /** Shows the machines of other computers, as they are now. */
  learnFar(machines: readonly FarMachineView[]): void;
  /** Carries out an action on a machine of another computer by `work`; a failure becomes a notice of it. */
  actFar(
    reference: string,
    action: MachineAction,
    work: () => Promise<Result<void>>,
  ): Promise<Result<void>>;
  changeSettings(change: SettingsChange): Promise<Result<void>>;
  /**
   * Carries out an action on a machine, or a general one (null); a failure becomes a notice of that
   * machine, or a general notice.
   */
  attempt(machine: string | null, work: () => Promise<Result<void>>): Promise<Result<void>>;
  /**
   * Runs long work that every window shows until it ends. A failure becomes a notice, or stays
   * among the jobs if it can be tried again.
   */
  work<T>(
    request: JobRequest,
    work: (options: FollowOptions) => Promise<Result<T>>,
  ): Promise<Result<T>>;
  /** Cancels a job, or removes a failed one. */
  cancelJob(id: string): void;
  retryJob(id: string): void;
  /** Shows a notice that needs no action. */
  inform(about: AppError): void;
  dismiss(noticeId: string): void;
  /** Stops following the services; requests under way go on. */
  close(): void;
}

/**
 * Reads everything once and then follows the services: changes that arrive together cause one
 * reading, and one push if the state differs. A request shows at once, and the real state replaces
 * it when it ends; a failure becomes a notice that stays until it is dismissed.
 */
export async function createAppState(parts: AppStateParts): Promise<AppStateService> {
  const read = truthReaders(parts.services, async () => (await parts.settings.load()).settings);
  // Follow first, then read, so that no change in between is lost.
  const followers = followTruth(parts.services, read, () => shown);
  const [networkNow, machinesNow, templatesNow, loaded] = await Promise.all([
    read.network(),
    read.machines(),
    read.templates(),
    parts.settings.load(),
  ]);
  const shown: ShownState = createShownState(
    parts,
    { ...networkNow, ...machinesNow, ...templatesNow },
    {
      carryOut: (id, choice, by) => carryOutUplink(requests, id, choice, by),
      learn: (id) => (id === null ? followers.network.now() : followers.machines.now()),
    },
  );
  const requests: RequestParts = { ...parts, shown, followers };
  const { jobs, notices, pending, uplinks } = shown;
  if (loaded.problem !== null) notices.add("error", loaded.problem, null);
  parts.consent.watch(shown.show);
  followers.open();

  return {
    update: shown.update,
    watch: shown.watch,
    lanUp: () => switchLan(requests, "lan-up"),
    lanDown: () => switchLan(requests, "lan-down"),
    setUplink: (choice) => chooseUplink(shown, null, choice),
    setMachineUplink: (id, choice) => chooseUplink(shown, id, choice),
    undoUplink: () => uplinks.undo(),
    arriveAt: (place) => arriveAt(requests, place),
    lookAgain: () => followers.network.now(),
    async forgetPlace(id) {
      const result = await settle(shown, parts.services.network.forgetPlace(id), null);
      await followers.network.now();
      return result;
    },
    machine: (action, id) => pending.run(id, action, () => actOnMachine(requests, action, id)),
    learnFar: shown.learnFar,
    actFar: (reference, action, work) => {
      notices.forget(reference);
      return pending.run(reference, action, () => settle(shown, work(), reference));
    },
    async changeSettings(change) {
      const result = await settle(shown, parts.settings.change(change), null);
      shown.learn({ settings: (await parts.settings.load()).settings });
      return result;
    },
    async attempt(machine, work) {
      notices.forget(machine);
      shown.show();
      return settle(shown, work(), machine);
    },
    work: (request, work) => runJob(shown, request, work),
    cancelJob: (id) => jobs.cancel(id),
    retryJob: (id) => jobs.retry(id),
    inform: (about) => notices.add("info", about, null),
    dismiss(noticeId) {
      notices.dismiss(noticeId);
      shown.show();
    },
    close() {
      followers.close();
      shown.close();
    },
  };
}
