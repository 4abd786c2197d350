import type { Job } from "../../../electron/contract/app/state.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { JobRow } from "./JobRow.tsx";

/** Returns whether the list shows a job: the LAN's switch shows its own jobs. */
export function isListed({ kind }: Job): boolean {
  return kind !== "lan-up" && kind !== "lan-down";
}

/** All running and failed jobs but the one that the page tells itself; draws nothing without any. */
export function JobsList(props: {
  /** The name of the template whose job the page shows; null if it shows none. */
  readonly without: string | null;
}) {
  const jobs = useAppState()
    .jobs.filter(isListed)
    .filter(({ kind, subject }) => kind !== "template-add" || subject !== props.without);
  const { ui } = useWords();
  if (jobs.length === 0) return null;
  return (
    <section className="jobs" aria-label={ui.jobs.title}>
      <h2 className="dim">{ui.jobs.title}</h2>
      <ul>
        {jobs.map((job) => (
          <JobRow key={job.id} job={job} isShort={true} />
        ))}
      </ul>
    </section>
  );
}
