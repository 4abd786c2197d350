import type { Job } from "../../../electron/contract/app/state.ts";
import type { Words } from "../../../electron/contract/words/en/english.ts";

/** Returns the heading of a list of jobs, which tells how many of them have failed. */
export function jobsTitle(jobs: readonly Pick<Job, "problem">[], { ui }: Words): string {
  return ui.jobs.title(...standingsOf(jobs));
}

/** Returns the line that stands for the jobs that a list has no room for. */
export function otherJobs(jobs: readonly Pick<Job, "problem">[], { ui }: Words): string {
  return ui.jobs.others(...standingsOf(jobs));
}

/** Returns how many are running, and how many have failed. */
function standingsOf(jobs: readonly Pick<Job, "problem">[]): [running: number, failed: number] {
  const failed = jobs.filter(({ problem }) => problem !== null).length;
  return [jobs.length - failed, failed];
}

/** Returns a job's step and progress in one line. */
export function jobStanding(job: Job, { ui }: Words): string {
  const { jobs, unit } = ui;
  const { step, progress, doneBytes, totalBytes, bytesPerSecond, secondsLeft } = job;
  return (
    [
      step === null ? jobs.working : jobs.step[step],
      progress === null ? null : jobs.percent(progress),
      doneBytes === null
        ? null
        : totalBytes === null
          ? unit.size(doneBytes)
          : jobs.ofBytes(unit.size(doneBytes), unit.size(totalBytes)),
      bytesPerSecond === null ? null : jobs.speed(unit.size(bytesPerSecond)),
      secondsLeft === null ? null : jobs.left(secondsLeft),
    ]
      .filter((part) => part !== null)
      // The line wraps between its parts, not between a number and its unit.
      .map((part) => part.replaceAll(" ", "\u00a0"))
      .join(" · ")
  );
}

/** Returns how far a job is, for places with little room: its share and the time left, or its step. */
export function briefStanding(
  { step, progress, secondsLeft }: Job,
  { ui: { jobs } }: Words,
): string {
  const parts = [
    ...(progress === null
      ? [step === null ? jobs.working : jobs.step[step]]
      : [jobs.percent(progress)]),
    ...(secondsLeft === null ? [] : [jobs.left(secondsLeft)]),
  ];
  return parts.join(" · ");
}
