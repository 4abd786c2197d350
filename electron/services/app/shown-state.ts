import { isDeepStrictEqual } from "node:util";
import type { AppState, AppStateUpdate, DeleteUndo } from "../../contract/app/state.ts";
import type { AppStateFeed } from "../base/app-state-feed.ts";
import { createJobs, type Jobs } from "../base/jobs.ts";
import { createTimedOffer, type TimedOffer } from "../base/timed-offer.ts";
import { createPendingActions, type PendingActions } from "../machine/power/pending.ts";
import {
  createPendingUplinks,
  type PendingUplinks,
  type PendingUplinksParts,
} from "../uplink/pending.ts";
import { createNotices, type Notices } from "./notices.ts";
import type { AppStateParts } from "./parts.ts";
import type { Truth } from "./read-live-state.ts";

/** The state that windows show, with the lists that it is composed from. */
export interface ShownState extends AppStateFeed {
  readonly jobs: Jobs;
  readonly notices: Notices;
  readonly pending: PendingActions;
  readonly deleted: TimedOffer<DeleteUndo>;
  readonly uplinks: PendingUplinks;
  /** Returns the last reading of the outside state. */
  truth(): Truth;
  /** Replaces parts of the state by a new reading, and shows it. */
  learn(found: Partial<Truth>): void;
  /** Replaces the machines of other computers, and shows them. */
  learnFar(machines: AppState["farMachines"]): void;
  /** Composes the state again, and pushes it if it differs. */
  show(): void;
  close(): void;
}

/** Returns the LAN's status, in which a job that switches it counts until it has its effect. */
function statusOfLan(
  status: Truth["lan"]["status"],
  running: readonly Pick<AppState["jobs"][number], "kind">[],
): AppState["lan"]["status"] {
  const job = running.findLast(({ kind }) => kind === "lan-up" || kind === "lan-down")?.kind;
  if (job === "lan-up" && status !== "on") return "starting";
  if (job === "lan-down" && status !== "off") return "stopping";
  return status;
}

/** Creates the shown state from a first reading; `uplinkWork` carries out choices of uplinks. */
export function createShownState(
  parts: Pick<AppStateParts, "asRoot" | "region" | "consent" | "now">,
  firstTruth: Truth,
  uplinkWork: Pick<PendingUplinksParts, "carryOut" | "learn">,
): ShownState {
  const listeners = new Set<(update: AppStateUpdate) => void>();
  let truth = firstTruth;
  let far: AppState["farMachines"] = [];
  const jobs = createJobs(parts.now, show);
  const notices = createNotices(parts.now, show);
  const pending = createPendingActions(show);
  const deleted = createTimedOffer<DeleteUndo>(show);
  const uplinks = createPendingUplinks({
    ...uplinkWork,
    current: (id) =>
      id === null
        ? truth.uplink.choice
        : (truth.machines.find((each) => each.id === id)?.definition.network.uplink ?? null),
    show,
    now: parts.now,
  });
  let current: AppStateUpdate = { revision: 1, state: compose() };

  function compose(): AppState {
    const running = jobs.list();
    return {
      lan: { ...truth.lan, status: statusOfLan(truth.lan.status, running) },
      uplink: uplinks.foresee(truth.uplink),
      uplinkUndo: uplinks.undoable(),
      deleteUndo: deleteUndo(),
      machines: truth.machines.map(uplinks.foreseeMachine).map(pending.foresee),
      broken: truth.broken,
      farMachines: far.map((machine) => ({
        ...machine,
        status: pending.foreseeStatus(machine.id, machine.status) ?? machine.status,
      })),
      templates: truth.templates,
      brokenTemplates: truth.brokenTemplates,
      jobs: running,
      notices: notices.list(),
      settings: truth.settings,
      region: parts.region,
      asRoot: parts.asRoot,
      rootPrompt: parts.consent.pending(),
    };
  }

  /** Returns the offer to undo a deletion; null once the machine was restored otherwise. */
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

  return {
    ...{ jobs, notices, pending, deleted, uplinks, show },
    truth: () => truth,
    learn(found) {
      truth = { ...truth, ...found };
      show();
    },
    learnFar(machines) {
      far = machines;
      show();
    },
    update: () => current,
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      uplinks.close();
      deleted.make(null);
      listeners.clear();
    },
  };
}
