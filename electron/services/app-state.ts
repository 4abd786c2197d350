import { isDeepStrictEqual } from "node:util";
import { type AppError, appError, type Result } from "../contract/errors.ts";
import type { BrokenMachine, MachineStatus, MachineView } from "../contract/machine.ts";
import type { UplinkChoice, UplinkState } from "../contract/network.ts";
import type { NetworkPlace } from "../contract/network-place.ts";
import type { Settings, SettingsWish } from "../contract/settings.ts";
import type { AppState, DeleteUndo, LanView, Notice, Snapshot } from "../contract/state.ts";
import type { BrokenTemplate, TemplateView } from "../contract/template.ts";
import { choiceAt, tellOfPlace } from "../core/network-place.ts";
import { pastVpn } from "../core/past-vpn.ts";
import { switchedByItself } from "../core/uplink-switched.ts";
import { follow } from "./follow.ts";
import type { ChosenBy, FollowOptions, Services } from "./interfaces.ts";
import { createJobs, type JobWish } from "./jobs.ts";
import type { RootConsent } from "./root-consent.ts";
import { createTimedOffer, undoMs } from "./timed-offer.ts";
import { createUplinkWishes } from "./uplink-wishes.ts";

/** What windows change of the settings, by one channel or another. */
type SettingsChange = SettingsWish & Partial<Pick<Settings, "templatesFolder">>;

/** Where the user's wishes about the app itself are kept. */
interface SettingsPort {
  /** The settings that hold, and why the user's own do not, if they cannot be read. */
  load(): Promise<{ readonly settings: Settings; readonly problem: AppError | null }>;
  change(wish: SettingsChange): Promise<Result<void>>;
}

/** What a person can wish of a machine by one click. */
export type MachineWish = "start" | "stop" | "kill" | "restart" | "pause" | "resume" | "delete";

/** The one owner of what windows and tray show, and of the wishes that they make. */
export interface AppStateService {
  snapshot(): Snapshot;
  /** Calls back with each new snapshot; gives the function that ends it. */
  watch(listener: (snapshot: Snapshot) => void): () => void;
  lanUp(): Promise<Result<void>>;
  lanDown(): Promise<Result<void>>;
  setUplink(choice: UplinkChoice): Promise<Result<void>>;
  /** Gives a machine a way out of its own; null: the LAN's again. */
  setMachineUplink(id: string, choice: UplinkChoice | null): Promise<Result<void>>;
  /** Takes the last choice of a way out back, as long as that is offered. */
  undoUplink(): Promise<Result<void>>;
  /** The computer has come to a place: what was chosen there before is chosen again, and told. */
  arriveAt(place: NetworkPlace): Promise<void>;
  /** Reads network and settings anew; ends when what holds now is shown. */
  lookAgain(): Promise<void>;
  /** Forgets what was chosen at a place; null: at all. */
  forgetPlace(id: string | null): Promise<Result<void>>;
  machine(wish: MachineWish, id: string): Promise<Result<void>>;
  changeSettings(wish: SettingsChange): Promise<Result<void>>;
  /** Does something at once to a machine; what goes wrong becomes a notice of it. */
  attempt(machine: string, work: () => Promise<Result<void>>): Promise<Result<void>>;
  /**
   * Does long work that every window shows until it ends. What fails becomes a notice, or stays
   * among the jobs if it can be tried again.
   */
  work<T>(wish: JobWish, work: (options: FollowOptions) => Promise<Result<T>>): Promise<Result<T>>;
  /** Ends a job, or puts one away that failed. */
  cancelJob(id: string): void;
  retryJob(id: string): void;
  /** Tells the person something that needs nothing done. */
  inform(about: AppError): void;
  dismiss(noticeId: string): void;
  /** Ends following the services; wishes under way go on. */
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

/** Notices beyond this many push out the oldest: a list that nobody reads must not grow. */
const mostNotices = 50;

/** The state that a wish leads to at once, before the truth catches up, by what is the case. */
const foreseen: Readonly<
  Partial<Record<MachineWish, Readonly<Partial<Record<MachineStatus, MachineStatus>>>>>
> = {
  start: { stopped: "starting", failed: "starting" },
  stop: { running: "stopping", paused: "stopping" },
  kill: { running: "stopping", paused: "stopping" },
  restart: { running: "stopping", paused: "stopping" },
};

interface Truth {
  readonly lan: LanView;
  readonly uplink: UplinkState;
  readonly machines: readonly MachineView[];
  readonly broken: readonly BrokenMachine[];
  readonly templates: readonly TemplateView[];
  readonly brokenTemplates: readonly BrokenTemplate[];
  readonly settings: Settings;
}

/**
 * Reads everything once and then follows the services: after each of their calls, however many
 * come at once, one reading, and one push if something differs. Wishes show at once and give way
 * to the truth when they end; what went wrong becomes a notice that stays until dismissed.
 */
export async function createAppState(parts: AppStateParts): Promise<AppStateService> {
  const { network, machines, templates } = parts.services;
  const listeners = new Set<(snapshot: Snapshot) => void>();
  const jobs = createJobs(parts.now, () => show());
  let notices: readonly Notice[] = [];
  const wishes = new Map<string, MachineWish>();
  let count = 0;
  const deleted = createTimedOffer<DeleteUndo>(() => show());
  const uplinks = createUplinkWishes({
    current: (id) =>
      id === null
        ? truth.uplink.choice
        : (truth.machines.find((each) => each.id === id)?.definition.network.uplink ?? null),
    carryOut(id, choice, by) {
      forgetNotices(id);
      if (id !== null) return settle(machines.setUplink(id, choice), id);
      const wished = switchUplink(choice ?? { mode: "automatic" }, by);
      return by === "user" ? settle(wished, null) : wished;
    },
    learn: (id) => (id === null ? followNetwork.now() : followMachines.now()),
    show: () => show(),
    now: parts.now,
  });

  const readNetwork = async () => {
    const [found, loaded] = await Promise.all([network.read(), parts.settings.load()]);
    return { ...found, settings: loaded.settings };
  };
  const readMachines = async () => {
    const { machines: views, broken } = await machines.list();
    return { machines: views, broken };
  };

  const readTemplates = async () => {
    const { templates: views, broken } = await templates.list();
    return { templates: views, brokenTemplates: broken };
  };

  // Follow first, then read: nothing can change in between unseen.
  const followNetwork = follow(readNetwork, learnNetwork, trouble);
  const followTemplates = follow(readTemplates, (found) => learn(found), trouble);
  const followMachines = follow(
    readMachines,
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
    readNetwork(),
    readMachines(),
    readTemplates(),
    parts.settings.load(),
  ]);
  let truth: Truth = { ...networkNow, ...machinesNow, ...templatesNow };
  let current: Snapshot = { revision: 1, state: compose() };
  if (loaded.problem !== null) note("error", loaded.problem, null);
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
      machines: truth.machines.map(uplinks.foreseeMachine).map((machine) => {
        const wish = wishes.get(machine.id);
        const next = wish === undefined ? undefined : foreseen[wish]?.[machine.status];
        return next === undefined ? machine : { ...machine, status: next, problem: null };
      }),
      broken: truth.broken,
      templates: truth.templates,
      brokenTemplates: truth.brokenTemplates,
      jobs: running,
      notices,
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

  function learnNetwork(found: Pick<Truth, "lan" | "uplink" | "settings">): void {
    const news = found.lan.status === "on" ? switchedByItself(truth.uplink, found.uplink) : null;
    learn(found);
    if (news !== null) note("info", news, null);
  }

  function note(level: Notice["level"], about: AppError, machine: string | null): void {
    const rest = notices.filter(
      (notice) => notice.machine !== machine || !sameError(notice.about, about),
    );
    count += 1;
    const notice = { id: String(count), at: parts.now(), level, about, machine };
    notices = [...rest, notice].slice(-mostNotices);
    show();
  }

  function trouble(error: unknown): void {
    note("error", appError("internal", { detail: String(error) }), null);
  }

  /** A new wish makes what was said about the last one outdated. */
  function forgetNotices(machine: string | null): void {
    notices = notices.filter((notice) => notice.machine !== machine);
  }

  async function settle(result: Promise<Result<unknown>>, machine: string | null) {
    const done = await result.catch(
      (error: unknown): Result<unknown> => ({
        ok: false,
        error: appError("internal", { detail: String(error) }),
      }),
    );
    if (!done.ok && done.error.code !== "cancelled") note("error", done.error, machine);
    return done.ok ? ({ ok: true, value: undefined } as const) : done;
  }

  /** Switches the LAN's uplink; that it cannot be kept is no failure of what was clicked. */
  async function switchUplink(choice: UplinkChoice, by: ChosenBy): Promise<Result<void>> {
    const done = await network.setUplink(choice, by);
    if (!done.ok) return done;
    if (done.value !== undefined) {
      note("warning", appError("uplink-not-kept", {}), null);
      note("warning", done.value, null);
    }
    return { ok: true, value: undefined };
  }

  async function wishUplink(
    machine: string | null,
    choice: UplinkChoice | null,
  ): Promise<Result<void>> {
    const result = await uplinks.wish(machine, choice);
    const past = result.ok ? pastVpn(choice, truth.uplink) : null;
    if (past !== null) note("warning", past, machine);
    return result;
  }

  async function switchLan(kind: "lan-up" | "lan-down"): Promise<Result<void>> {
    forgetNotices(null);
    return jobs.run({ kind, cancellable: false }, async () => {
      const result = await settle(kind === "lan-up" ? network.up() : network.down(), null);
      await followNetwork.now();
      return result;
    });
  }

  return {
    snapshot: () => current,
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    lanUp: () => switchLan("lan-up"),
    lanDown: () => switchLan("lan-down"),
    setUplink: (choice) => wishUplink(null, choice),
    setMachineUplink: (id, choice) => wishUplink(id, choice),
    undoUplink: () => uplinks.undo(),
    async arriveAt({ id }) {
      const { settings } = await parts.settings.load();
      const found = choiceAt(settings, id, truth.uplink.choice);
      if (found === null) return;
      const result = await uplinks.wish(null, found.uplink, "place");
      if (result.ok) note("info", tellOfPlace(found), null);
      // Its interface is not there now: what holds goes on.
      else if (result.error.code !== "uplink-unknown") note("error", result.error, null);
    },
    lookAgain: () => followNetwork.now(),
    async forgetPlace(id) {
      const result = await settle(network.forgetPlace(id), null);
      await followNetwork.now();
      return result;
    },
    async machine(wish, id) {
      const name = truth.machines.find((each) => each.id === id)?.name ?? id;
      wishes.set(id, wish);
      forgetNotices(id);
      show();
      const done = machines[wish](id);
      const result = await settle(done, id);
      if (result.ok) {
        const answer = await done;
        const value = answer.ok ? answer.value : undefined;
        if (value?.warning) note("warning", value.warning, id);
      }
      await followMachines.now();
      if (wishes.get(id) === wish) wishes.delete(id);
      if (wish === "delete" && result.ok) {
        deleted.make({ machine: id, name, until: parts.now() + undoMs });
      }
      show();
      return result;
    },
    async changeSettings(wish) {
      const result = await settle(parts.settings.change(wish), null);
      learn({ settings: (await parts.settings.load()).settings });
      return result;
    },
    async attempt(machine, work) {
      forgetNotices(machine);
      show();
      return settle(work(), machine);
    },
    async work(wish, work) {
      const machine = wish.machine ?? null;
      forgetNotices(machine);
      const result = await jobs.run(wish, work);
      if (!result.ok && result.error.code !== "cancelled" && wish.canRetry !== true) {
        note("error", result.error, machine);
      }
      return result;
    },
    cancelJob: (id) => jobs.cancel(id),
    retryJob: (id) => jobs.retry(id),
    inform: (about) => note("info", about, null),
    dismiss(noticeId) {
      notices = notices.filter((notice) => notice.id !== noticeId);
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

/** Which machine hangs on which template, as one text to compare. */
function clonesIn(machines: readonly MachineView[]): string {
  return machines
    .map(({ name, definition }) => `${name} ${definition.template?.id ?? ""}`)
    .join("\n");
}

function sameError(a: AppError, b: AppError): boolean {
  return a.code === b.code && isDeepStrictEqual(a.params, b.params);
}
