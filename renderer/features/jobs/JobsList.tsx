import type { Job } from "../../../electron/contract/app/state.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { JobRow } from "./JobRow.tsx";
import { jobsTitle } from "./job-standing.ts";

/** Returns whether the list shows a job: the LAN's switch shows its own jobs. */
export function isListed({ kind }: Job): boolean {
  return kind !== "lan-up" && kind !== "lan-down";
}

/** All running and failed jobs but those that the page shows itself; draws nothing without any. */
export function JobsList(props: {
  /** Tells whether the page shows a job itself. */
  readonly isOnPage: (job: Job) => boolean;
}) {
  const jobs = useAppState().jobs.filter((job) => isListed(job) && !props.isOnPage(job));
  const title = jobsTitle(jobs, useWords());
  if (jobs.length === 0) return null;
  return (
    <section className="jobs" aria-label={title}>
      <h2 className="dim">{title}</h2>
      <ul>
        {jobs.map((job) => (
          <JobRow key={job.id} job={job} isShort={true} />
        ))}
      </ul>
    </section>
  );
}
