import type { Job, JobKind } from "../../contract/app/state.ts";
import { appError, type Result } from "../../contract/errors/app-error.ts";
import type { WorkProgress } from "../../contract/template/template.ts";
import type { FollowOptions } from "./interfaces.ts";

/** A job before it runs. */
export interface JobRequest {
  readonly kind: JobKind;
  /** The name of its subject; left out for the LAN. */
  readonly subject?: string;
  /** The machine that it works on. */
  readonly machine?: string;
  /** Whether its work ends when the signal is aborted. */
  readonly cancellable: boolean;
  /** A failure stays in the list until it is tried again or removed. */
  readonly canRetry?: boolean;
}

/** Long work under way, and work that failed and may be tried again. */
export interface Jobs {
  /** In the order of their starts. */
  list(): readonly Job[];
  /** Lists work while it runs; returns its outcome, a throw as `internal`. */
  run<T>(
    request: JobRequest,
    work: (options: FollowOptions) => Promise<Result<T>>,
  ): Promise<Result<T>>;
  /** Cancels a job that can be cancelled, and removes a failed one; ignores others. */
  cancel(id: string): void;
  /** Repeats a failed job; ignores others. */
  retry(id: string): void;
}

interface Entry {
  readonly job: Job;
  readonly abort: AbortController;
  readonly again: () => void;
}

/**
 * Progress is reported at most this often, in milliseconds, because each report is a push to every
 * window.
 */
const tellEveryMs = 250;

/** How long a step runs before its end is estimated, in milliseconds. */
const foreseeAfterMs = 2000;

/** Creates an empty list of jobs; `changed` is called when the list differs. */
export function createJobs(now: () => number, changed: () => void): Jobs {
  const entries = new Map<string, Entry>();
  let count = 0;

  function replace(id: string, difference: Partial<Job>): void {
    const entry = entries.get(id);
    if (entry === undefined) return;
    entries.set(id, { ...entry, job: { ...entry.job, ...difference } });
    changed();
  }

  async function run<T>(
    request: JobRequest,
    work: (options: FollowOptions) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    count += 1;
    const id = String(count);
    const abort = new AbortController();
    const job: Job = {
      id,
      kind: request.kind,
      subject: request.subject ?? null,
      machine: request.machine ?? null,
      startedAt: now(),
      step: null,
      progress: null,
      doneBytes: null,
      totalBytes: null,
      bytesPerSecond: null,
      secondsLeft: null,
      cancellable: request.cancellable,
      problem: null,
    };
    entries.set(id, { job, abort, again: () => void run(request, work) });
    changed();
    const result = await attempt(() =>
      work({
        signal: abort.signal,
        onProgress: createTeller(now, (difference) => replace(id, difference)),
      }),
    );
    if (result.ok || result.error.code === "cancelled" || request.canRetry !== true) {
      entries.delete(id);
      changed();
    } else {
      replace(id, { problem: result.error, cancellable: false });
    }
    return result;
  }

  return {
    list: () => [...entries.values()].map(({ job }) => job),
    run,
    cancel(id) {
      const entry = entries.get(id);
      if (entry?.job.problem === null) {
        if (entry.job.cancellable) entry.abort.abort();
      } else if (entries.delete(id)) changed();
    },
    retry(id) {
      const entry = entries.get(id);
      if (entry === undefined || entry.job.problem === null) return;
      entries.delete(id);
      entry.again();
    },
  };
}

/**
 * Creates the function that reports a job's progress: the start of each step at once, and its
 * progress at intervals.
 */
function createTeller(
  now: () => number,
  tell: (difference: Partial<Job>) => void,
): (progress: WorkProgress) => void {
  let step: WorkProgress["step"] | null = null;
  let began = 0;
  let told = 0;
  return (progress) => {
    const at = now();
    if (progress.step === step && at - told < tellEveryMs) return;
    if (progress.step !== step) began = at;
    step = progress.step;
    told = at;
    const { fraction, doneBytes, totalBytes, bytesPerSecond } = progress;
    tell({
      step,
      progress: fraction,
      doneBytes: doneBytes ?? null,
      totalBytes: totalBytes ?? null,
      bytesPerSecond: bytesPerSecond ?? null,
      secondsLeft: progress.secondsLeft ?? foresee(fraction, at - began),
    });
  };
}

/**
 * Returns the seconds until a step ends, from its completed part and the milliseconds that it took.
 */
function foresee(fraction: number | null, tookMs: number): number | null {
  if (fraction === null || fraction <= 0 || tookMs < foreseeAfterMs) return null;
  return Math.ceil((tookMs * (1 - fraction)) / fraction / 1000);
}

async function attempt<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work();
  } catch (error) {
    return { ok: false, error: appError("internal", { detail: String(error) }) };
  }
}
