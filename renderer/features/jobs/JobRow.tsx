import { RotateCw, X } from "lucide-react";
import type { Job } from "../../../electron/contract/app/state.ts";
import { describeError } from "../../../electron/contract/words/words.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Trouble } from "../../components/Trouble.tsx";
import { briefStanding, jobStanding } from "./job-standing.ts";

/** One job: its title, its progress, and the buttons that cancel or repeat it. */
export function JobRow(props: { readonly job: Job; readonly isShort?: boolean }) {
  const { job, isShort = false } = props;
  const words = useWords();
  const { jobs, actions } = words.ui;
  const title = [jobs.kind[job.kind], job.subject].filter((part) => part !== null).join(": ");
  const end = job.problem === null ? actions.cancel : jobs.putAway;
  return (
    <li className="job" data-testid={`job-${job.kind}-${job.subject ?? ""}`}>
      <div className="job-head">
        {isShort ? (
          <span className="job-title">
            {job.subject ?? jobs.kind[job.kind]}
            {job.subject !== null && <span className="dim job-doing">{jobs.kind[job.kind]}</span>}
          </span>
        ) : (
          <span className="cut job-title" title={title}>
            {title}
          </span>
        )}
        {job.problem !== null && isShort && (
          <button
            type="button"
            className="icon-button"
            aria-label={actions.of(jobs.retry, title)}
            title={jobs.retry}
            onClick={() => void bridge.call("job.retry", { id: job.id })}
          >
            <RotateCw size={14} aria-hidden="true" />
          </button>
        )}
        {(job.cancellable || job.problem !== null) && (
          <button
            type="button"
            className="icon-button"
            aria-label={actions.of(end, title)}
            title={end}
            onClick={() => void bridge.call("job.cancel", { id: job.id })}
          >
            <X size={14} aria-hidden="true" />
          </button>
        )}
      </div>
      {job.problem === null ? (
        <>
          <progress
            aria-label={title}
            max={1}
            {...(job.progress === null ? {} : { value: job.progress })}
          />
          {isShort ? (
            <span className="cut dim job-standing" title={jobStanding(job, words)}>
              {briefStanding(job, words)}
            </span>
          ) : (
            <span className="dim job-standing">{jobStanding(job, words)}</span>
          )}
        </>
      ) : isShort ? (
        <span className="bad job-standing">{describeError(words, job.problem).what}</span>
      ) : (
        <Trouble
          level="error"
          about={job.problem}
          machine={job.machine ?? undefined}
          onRetry={() => bridge.call("job.retry", { id: job.id })}
        />
      )}
    </li>
  );
}
