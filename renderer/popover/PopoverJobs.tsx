import { RotateCw, TriangleAlert, X } from "lucide-react";
import type { DashboardRoute } from "../../electron/contract/app/route.ts";
import type { Job } from "../../electron/contract/app/state.ts";
import { describeError } from "../../electron/contract/words/words.ts";
import { useAppState, useWords } from "../app-state.ts";
import { bridge } from "../bridge.ts";
import { isListed } from "../features/jobs/JobsList.tsx";
import { briefStanding, jobsTitle, otherJobs } from "../features/jobs/job-standing.ts";

/** More jobs than this are told by their number: the machines need the room. */
const mostRows = 2;

/** Long work in rows above the foot; draws nothing without any. */
export function PopoverJobs() {
  const jobs = useAppState().jobs.filter(isListed);
  const words = useWords();
  if (jobs.length === 0) return null;
  const shown = jobs.slice(0, jobs.length > mostRows ? mostRows - 1 : mostRows);
  const others = jobs.slice(shown.length);
  return (
    <ul className="popover-jobs" aria-label={jobsTitle(jobs, words)}>
      {shown.map((job) => (
        <li key={job.id} className="row popover-job" data-testid={`job-${job.kind}`}>
          <PopoverJob job={job} />
        </li>
      ))}
      {others.length > 0 && (
        <li className="row popover-job">
          <button
            type="button"
            className="open dim"
            data-row
            onClick={() => void bridge.call("window.open", { page: "machines" })}
          >
            {otherJobs(others, words)}
          </button>
        </li>
      )}
    </ul>
  );
}

/** Returns the page that shows what a job works on. */
function placeOf({ kind, machine }: Job): DashboardRoute {
  if (kind.startsWith("template")) return { page: "templates" };
  return machine === null ? { page: "machines" } : { page: "machines", machine };
}

function PopoverJob({ job }: { readonly job: Job }) {
  const words = useWords();
  const { jobs, actions } = words.ui;
  const { id, kind, subject, progress, problem } = job;
  const title = [jobs.kind[kind], subject].filter((part) => part !== null).join(": ");
  const standing =
    problem === null ? briefStanding(job, words) : describeError(words, problem).what;
  const end = problem === null ? actions.cancel : jobs.putAway;
  return (
    <>
      <button
        type="button"
        className="open"
        data-row
        title={`${title}\n${standing}`}
        onClick={() => void bridge.call("window.open", placeOf(job))}
      >
        {problem === null ? (
          <Ring progress={progress} />
        ) : (
          <TriangleAlert size={14} className="bad" aria-hidden="true" />
        )}
        <span className="cut name">{subject ?? jobs.kind[kind]}</span>
        <span className={problem === null ? "cut words" : "cut words bad"}>{standing}</span>
      </button>
      <span className="tools">
        {problem !== null && (
          <button
            type="button"
            className="icon-button"
            aria-label={actions.of(jobs.retry, title)}
            title={jobs.retry}
            onClick={() => void bridge.call("job.retry", { id })}
          >
            <RotateCw size={14} aria-hidden="true" />
          </button>
        )}
        {(job.cancellable || problem !== null) && (
          <button
            type="button"
            className="icon-button"
            aria-label={actions.of(end, title)}
            title={end}
            onClick={() => void bridge.call("job.cancel", { id })}
          >
            <X size={14} aria-hidden="true" />
          </button>
        )}
      </span>
    </>
  );
}

/** A job's progress as a ring; it turns while that is not known. */
function Ring({ progress }: { readonly progress: number | null }) {
  return (
    <svg
      className={progress === null ? "ring glyph-starting" : "ring"}
      viewBox="0 0 14 14"
      aria-hidden="true"
    >
      <circle className="ring-track" cx="7" cy="7" r="5.5" />
      <circle
        className="ring-done"
        cx="7"
        cy="7"
        r="5.5"
        pathLength="100"
        strokeDasharray={`${Math.round((progress ?? 0.3) * 100)} 100`}
      />
    </svg>
  );
}
