import { isDeepStrictEqual } from "node:util";
import type { Settings, SettingsRequest } from "../../contract/app/settings.ts";
import type { AppState, AppStateUpdate, DeleteUndo } from "../../contract/app/state.ts";
import { type AppError, appError, type Result } from "../../contract/errors/app-error.ts";
import type { UplinkChoice } from "../../contract/uplink/choice.ts";
import type { KnownNetwork } from "../../contract/uplink/known-network.ts";
import { choiceAt, tellOfKnownNetwork } from "../../core/uplink/known-network.ts";
import { switchedByItself } from "../../core/uplink/switch-notice.ts";
import { pastVpn } from "../../core/uplink/vpn-bypass.ts";
import type { AppStateFeed } from "../base/app-state-feed.ts";
import { follow } from "../base/follow.ts";
import type { ChosenBy, FollowOptions, Services } from "../base/interfaces.ts";
import { createJobs, type JobRequest } from "../base/jobs.ts";
import { createTimedOffer, undoMs } from "../base/timed-offer.ts";
import { createPendingActions, type MachineAction } from "../machine/power/pending.ts";
import type { RootConsent } from "../root/consent.ts";
import { createPendingUplinks } from "../uplink/pending.ts";
import { createNotices } from "./notices.ts";
import { clonesIn, type NetworkTruth, type Truth, truthReaders } from "./read-live-state.ts";

/** What windows change of the settings, by one channel or another. */
type SettingsChange = SettingsRequest & Partial<Pick<Settings, "templatesFolder">>;

/** Reads and changes the settings. */
interface SettingsPort {
  /** The settings that hold, and why the user's own do not, if they cannot be read. */
  load(): Promise<{ readonly settings: Settings; readonly problem: AppError | null }>;
  change(change: SettingsChange): Promise<Result<void>>;
}

/** The one owner of what windows and tray show, and of the requests that they make. */
export interface AppStateService extends AppStateFeed {
  lanUp(): Promise<Result<void>>;
  lanDown(): Promise<Result<void>>;
  setUplink(choice: UplinkChoice): Promise<Result<void>>;
  /** Gives a machine a way out of its own; null: the LAN's again. */
  setMachineUplink(id: string, choice: UplinkChoice | null): Promise<Result<void>>;
  /** Takes the last choice of a way out back, as long as that is offered. */
  undoUplink(): Promise<Result<void>>;
  /** The computer has come to a place: what was chosen there before is chosen again, and told. */
  arriveAt(place: KnownNetwork): Promise<void>;
  /** Reads network and settings anew; ends when what holds now is shown. */
  lookAgain(): Promise<void>;
  /** Forgets what was chosen at a place; null: at all. */
  forgetPlace(id: string | null): Promise<Result<void>>;
  machine(action: MachineAction, id: string): Promise<Result<void>>;
  changeSettings(change: SettingsChange): Promise<Result<void>>;
  /** Does something at once to a machine; what goes wrong becomes a notice of it. */
  attempt(machine: string, work: () => Promise<Result<void>>): Promise<Result<void>>;
  /**
   * Does long work that every window shows until it ends. What fails becomes a notice, or stays
   * among the jobs if it can be tried again.
   */
  work<T>(
    request: JobRequest,
    work: (options: FollowOptions) => Promise<Result<T>>,
  ): Promise<Result<T>>;
  /** Ends a job, or puts one away that failed. */
  cancelJob(id: string): void;
  retryJob(id: string): void;
  /** Tells the person something that needs nothing done. */
  inform(about: AppError): void;
  dismiss(noticeId: string): void;
  /** Ends following the services; requests under way go on. */
  close(): void;
}

export interface AppStateParts {
  readonly services: Services;
  readonly settings: SettingsPort;
  readonly asRoot: boolean;
  /** What is asked before the password is. */
  readonly consent: Pick<RootConsent, "pending" | "watch">;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * Reads everything once and then follows the services: after each of their calls, however many
 * come at once, one reading, and one push if something differs. Requests show at once and give way
 * to the truth when they end; what went wrong becomes a notice that stays until dismissed.
 */
export async function createAppState(parts: AppStateParts): Promise<AppStateService> {
  const { network, machines, templates } = parts.services;
  const listeners = new Set<(update: AppStateUpdate) => void>();
  const jobs = createJobs(parts.now, () => show());
  const notices = createNotices(parts.now, () => show());
  const pending = createPendingActions(() => show());
  const deleted = createTimedOffer<DeleteUndo>(() => show());
  const uplinks = createPendingUplinks({
    current: (id) =>
      id === null
        ? truth.uplink.choice
        : (truth.machines.find((each) => each.id === id)?.definition.network.uplink ?? null),
    carryOut(id, choice, by) {
      notices.forget(id);
      if (id !== null) return settle(machines.setUplink(id, choice), id);
      const wanted = switchUplink(choice ?? { mode: "automatic" }, by);
      return by === "user" ? settle(wanted, null) : wanted;
    },
    learn: (id) => (id === null ? followNetwork.now() : followMachines.now()),
    show: () => show(),
    now: parts.now,
  });

  const read = truthReaders(parts.services, async () => (await parts.settings.load()).settings);

  // Follow first, then read: nothing can change in between unseen.
  const followNetwork = follow(read.network, learnNetwork, trouble);
  const followTemplates = follow(read.templates, (found) => learn(found), trouble);
  const followMachines = follow(
    read.machines,
    (found) => {
      const before = clonesIn(truth.machines);
      learn(found);
      if (clonesIn(found.machines) !== before) followTemplates.changed();
    },
    trouble,
  );
  const ends = [
    network.watch(followNetwork.changed),
    machines.watch(followMachines.changed),
    templates.watch(followTemplates.changed),
  ];
  const [networkNow, machinesNow, templatesNow, loaded] = await Promise.all([
    read.network(),
    read.machines(),
    read.templates(),
    parts.settings.load(),
  ]);
  let truth: Truth = { ...networkNow, ...machinesNow, ...templatesNow };
  let current: AppStateUpdate = { revision: 1, state: compose() };
  if (loaded.problem !== null) notices.add("error", loaded.problem, null);
  parts.consent.watch(() => show());
  followNetwork.open();
  followMachines.open();
  followTemplates.open();

  function compose(): AppState {
    const running = jobs.list();
    const job = running.findLast(({ kind }) => kind === "lan-up" || kind === "lan-down")?.kind;
    const status =
      job === "lan-up" && truth.lan.status !== "on"
        ? "starting"
        : job === "lan-down" && truth.lan.status !== "off"
          ? "stopping"
          : truth.lan.status;
    return {
      lan: { ...truth.lan, status },
      uplink: uplinks.foresee(truth.uplink),
      uplinkUndo: uplinks.undoable(),
      deleteUndo: deleteUndo(),
      machines: truth.machines.map(uplinks.foreseeMachine).map(pending.foresee),
      broken: truth.broken,
      templates: truth.templates,
      brokenTemplates: truth.brokenTemplates,
      jobs: running,
      notices: notices.list(),
      settings: truth.settings,
      asRoot: parts.asRoot,
      rootPrompt: parts.consent.pending(),
    };
  }

  /** Whoever brought it back meanwhile needs no offer. */
  function deleteUndo(): DeleteUndo | null {
    const undo = deleted.current();
    return truth.machines.some(({ id }) => id === undo?.machine) ? null : undo;
  }

  function show(): void {
    const state = compose();
    if (isDeepStrictEqual(state, current.state)) return;
    current = { revision: current.revision + 1, state };
    for (const listener of listeners) listener(current);
  }

  function learn(found: Partial<Truth>): void {
    truth = { ...truth, ...found };
    show();
  }

  function learnNetwork(found: NetworkTruth): void {
    const news = found.lan.status === "on" ? switchedByItself(truth.uplink, found.uplink) : null;
    learn(found);
    if (news !== null) notices.add("info", news, null);
  }

  function trouble(error: unknown): void {
    notices.add("error", appError("internal", { detail: String(error) }), null);
  }

  async function settle(result: Promise<Result<unknown>>, machine: string | null) {
    const done = await result.catch(
      (error: unknown): Result<unknown> => ({
        ok: false,
        error: appError("internal", { detail: String(error) }),
      }),
    );
    if (!done.ok && done.error.code !== "cancelled") notices.add("error", done.error, machine);
    return done.ok ? ({ ok: true, value: undefined } as const) : done;
  }

  /** Switches the LAN's uplink; that it cannot be kept is no failure of what was clicked. */
  async function switchUplink(choice: UplinkChoice, by: ChosenBy): Promise<Result<void>> {
    const done = await network.setUplink(choice, by);
    if (!done.ok) return done;
    if (done.value !== undefined) {
      notices.add("warning", appError("uplink-not-kept", {}), null);
      notices.add("warning", done.value, null);
    }
    return { ok: true, value: undefined };
  }

  async function desiredUplink(
    machine: string | null,
    choice: UplinkChoice | null,
  ): Promise<Result<void>> {
    const result = await uplinks.choose(machine, choice);
    const past = result.ok ? pastVpn(choice, truth.uplink) : null;
    if (past !== null) notices.add("warning", past, machine);
    return result;
  }

  async function carryOut(action: MachineAction, id: string): Promise<Result<void>> {
    const name = truth.machines.find((each) => each.id === id)?.name ?? id;
    notices.forget(id);
    show();
    const done = machines[action](id);
    const result = await settle(done, id);
    if (result.ok) {
      const answer = await done;
      const value = answer.ok ? answer.value : undefined;
      if (value?.warning) notices.add("warning", value.warning, id);
    }
    await followMachines.now();
    if (action === "delete" && result.ok) {
      deleted.make({ machine: id, name, until: parts.now() + undoMs });
    }
    return result;
  }

  async function switchLan(kind: "lan-up" | "lan-down"): Promise<Result<void>> {
    notices.forget(null);
    return jobs.run({ kind, cancellable: false }, async () => {
      const result = await settle(kind === "lan-up" ? network.up() : network.down(), null);
      await followNetwork.now();
      return result;
    });
  }

  return {
    update: () => current,
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    lanUp: () => switchLan("lan-up"),
    lanDown: () => switchLan("lan-down"),
    setUplink: (choice) => desiredUplink(null, choice),
    setMachineUplink: (id, choice) => desiredUplink(id, choice),
    undoUplink: () => uplinks.undo(),
    async arriveAt({ id }) {
      const { settings } = await parts.settings.load();
      const found = choiceAt(settings, id, truth.uplink.choice);
      if (found === null) return;
      const result = await uplinks.choose(null, found.uplink, "place");
      if (result.ok) notices.add("info", tellOfKnownNetwork(found), null);
      // Its interface is not there now: what holds goes on.
      else if (result.error.code !== "uplink-unknown") notices.add("error", result.error, null);
    },
    lookAgain: () => followNetwork.now(),
    async forgetPlace(id) {
      const result = await settle(network.forgetPlace(id), null);
      await followNetwork.now();
      return result;
    },
    machine: (action, id) => pending.run(id, action, () => carryOut(action, id)),
    async changeSettings(change) {
      const result = await settle(parts.settings.change(change), null);
      learn({ settings: (await parts.settings.load()).settings });
      return result;
    },
    async attempt(machine, work) {
      notices.forget(machine);
      show();
      return settle(work(), machine);
    },
    async work(request, work) {
      const machine = request.machine ?? null;
      notices.forget(machine);
      const result = await jobs.run(request, work);
      if (!result.ok && result.error.code !== "cancelled" && request.canRetry !== true) {
        notices.add("error", result.error, machine);
      }
      return result;
    },
    cancelJob: (id) => jobs.cancel(id),
    retryJob: (id) => jobs.retry(id),
    inform: (about) => notices.add("info", about, null),
    dismiss(noticeId) {
      notices.dismiss(noticeId);
      show();
    },
    close() {
      uplinks.close();
      deleted.make(null);
      for (const end of ends) end();
      listeners.clear();
    },
  };
}
