import { type AppError, appError } from "../../contract/errors/app-error.ts";
import type { MachineStatus } from "../../contract/machine/machine.ts";

/**
 * The observations about one machine. No earlier state is kept, so that every program finds the
 * same, also after a crash.
 */
export interface MachineFacts {
  readonly name: string;
  /** Whether a QEMU process holds the machine's pid file. */
  readonly alive: boolean;
  /** Its guest was not told who it is, and nobody is about to tell it. */
  readonly isUnwoken: boolean;
  /** A pid file whose process is gone, which QEMU did not remove by an orderly end. */
  readonly abandoned: boolean;
  /** Its memory is saved on the disk. */
  readonly suspended: boolean;
  /** A living program is about to start the machine. */
  readonly beingStarted: boolean;
  /** A living program is saving its state, which keeps QEMU from answering. */
  readonly beingSaved: boolean;
  /** QEMU's answer to `query-status`; null if it did not answer in time. */
  readonly qmpStatus: string | null;
  /**
   * The end of a program's wait for the guest to power down, ms since the epoch; null if none
   * waits.
   */
  readonly stopDeadline: number | null;
  /** Why the last start failed; null if it did not. */
  readonly startFailure: AppError | null;
  /** The log's explanation of an unexpected end; null if it has none. */
  readonly lastWords: AppError | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface Standing {
  readonly status: MachineStatus;
  readonly stopDeadline: number | null;
  readonly problem: AppError | null;
}

/**
 * Maps QEMU's run states (qapi/run-state.json) to ours. `shutdown` is the guest's end, right before
 * QEMU's own; states of migration and snapshots hold the guest still.
 */
const standings: Readonly<Record<string, MachineStatus>> = {
  running: "running",
  suspended: "running",
  paused: "paused",
  debug: "paused",
  "save-vm": "paused",
  "restore-vm": "paused",
  "finish-migrate": "paused",
  postmigrate: "paused",
  colo: "paused",
  prelaunch: "starting",
  inmigrate: "starting",
  preconfig: "starting",
  shutdown: "stopping",
  // The guest can be resumed once the disk has room again.
  "io-error": "paused",
  watchdog: "paused",
  "guest-panicked": "failed",
  "internal-error": "failed",
};

/** States in which QEMU itself has halted the guest, of which the user must know. */
const halted: ReadonlySet<string> = new Set([
  "io-error",
  "watchdog",
  "guest-panicked",
  "internal-error",
]);

/** States that only a reset or an end leaves: the guest ignores the power button. */
const hopeless: ReadonlySet<string> = new Set(["guest-panicked", "internal-error"]);

/** Returns whether a guest in a run state can neither go on nor power down. */
export function isHopeless(qmpStatus: string): boolean {
  return hopeless.has(qmpStatus);
}

function whyHalted(name: string, state: string): AppError {
  return state === "guest-panicked"
    ? appError("machine-panicked", { name })
    : appError("machine-halted", { name, state });
}

/** Returns the status of a machine, from the observations. */
export function judgeMachine(facts: MachineFacts): Standing {
  return facts.alive ? judgeLiving(facts) : judgeDead(facts);
}

function judgeLiving(facts: MachineFacts): Standing {
  const { name, qmpStatus } = facts;
  if (facts.isUnwoken) {
    return { status: "failed", stopDeadline: null, problem: appError("machine-unwoken", { name }) };
  }
  const deadline =
    facts.stopDeadline !== null && facts.stopDeadline > facts.now ? facts.stopDeadline : null;
  if (qmpStatus === null) {
    // Right after the start QMP does not listen yet, so silence is normal.
    if (facts.beingStarted) return { status: "starting", stopDeadline: null, problem: null };
    if (facts.beingSaved) return { status: "paused", stopDeadline: null, problem: null };
    return {
      status: deadline === null ? "running" : "stopping",
      stopDeadline: deadline,
      problem: appError("machine-not-answering", { name }),
    };
  }
  const status = standings[qmpStatus] ?? "running";
  const problem = halted.has(qmpStatus) ? (facts.lastWords ?? whyHalted(name, qmpStatus)) : null;
  if (deadline !== null && status !== "failed") {
    return { status: "stopping", stopDeadline: deadline, problem };
  }
  return { status, stopDeadline: null, problem };
}

function judgeDead(facts: MachineFacts): Standing {
  const { name } = facts;
  const dead = { stopDeadline: null };
  if (facts.startFailure !== null) {
    const status = facts.suspended ? "suspended" : "failed";
    return { ...dead, status, problem: facts.startFailure };
  }
  // After the failure, which a new start clears first: a starter that has failed may linger.
  if (facts.beingStarted) return { ...dead, status: "starting", problem: null };
  // However QEMU ended, the guest lost nothing by it.
  if (facts.suspended) return { ...dead, status: "suspended", problem: null };
  if (facts.abandoned) {
    const problem = facts.lastWords ?? appError("machine-killed", { name });
    return { ...dead, status: "failed", problem };
  }
  return { ...dead, status: "stopped", problem: null };
}
