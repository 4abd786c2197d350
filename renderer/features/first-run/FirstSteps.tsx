import { CircleCheck, CircleX, LoaderCircle, SquareTerminal, X } from "lucide-react";
import type { ReactNode } from "react";
import type { Job } from "../../../electron/contract/app/state.ts";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { describeError } from "../../../electron/contract/words/words.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { CopyLine } from "../../components/CopyLine.tsx";
import { Trouble } from "../../components/Trouble.tsx";
import { navigate } from "../../dashboard/route.ts";
import { useNow } from "../../hooks/use-now.ts";
import { jobStanding } from "../jobs/job-standing.ts";
import { sshCommand } from "../machine/machine-actions.ts";
import {
  type FirstMachine,
  type FirstStep,
  type FirstSystem,
  firstSteps,
  retryFirstMachine,
  templateNameOf,
} from "./first-machine.ts";
import type { Readiness } from "./readiness.ts";

type StepState = "todo" | "busy" | "done" | "failed";

/** Returns the state of a step on the way to the first machine. */
function stateOf(step: FirstStep, first: FirstMachine | null, isDoneAnyway: boolean): StepState {
  if (first === null) return isDoneAnyway ? "done" : "todo";
  if (first.isDone) return "done";
  const ahead = firstSteps.indexOf(step) - firstSteps.indexOf(first.at);
  if (ahead < 0) return "done";
  if (ahead > 0) return isDoneAnyway ? "done" : "todo";
  return first.problem === null ? "busy" : "failed";
}

/** The steps to the first machine, each with how far it is, and what went wrong where it failed. */
export function FirstSteps(props: {
  readonly first: FirstMachine | null;
  readonly system: FirstSystem | undefined;
  readonly machine: MachineView | undefined;
  readonly ready: Readiness | null;
}) {
  const { first, system, machine } = props;
  const { lan, jobs } = useAppState();
  const { firstRun } = useWords().ui;
  const { steps } = firstRun;
  const isOn = lan.status === "on";
  const state = (step: FirstStep, isDone = false) => stateOf(step, first, isDone);
  const row = (step: FirstStep) => (first?.at === step ? (first.problem ?? undefined) : undefined);
  const download = jobs.find(
    ({ kind, subject, problem }) =>
      kind === "template-add" &&
      problem === null &&
      system !== undefined &&
      subject === templateNameOf(system),
  );
  return (
    <ul className="card first-steps">
      <ComputerStep ready={props.ready} />
      <Step
        state={state("lan", isOn)}
        title={isOn ? steps.lanDone : steps.lan}
        problem={row("lan")}
      />
      {system?.kind === "template" ? (
        <Step state={state("image", true)} title={steps.template(system.name)} />
      ) : (
        <Step
          state={state("image")}
          title={steps.image(system?.name ?? "")}
          problem={row("image")}
          {...(download === undefined ? {} : { job: download })}
        />
      )}
      <Step state={state("machine")} title={steps.machine} problem={row("machine")}>
        {first?.hasNewKey === true && <span className="dim">{firstRun.newKey}</span>}
      </Step>
      <Step state={state("login")} title={steps.login} problem={row("login")}>
        {first?.at === "login" && !first.isDone && first.problem === null && (
          <Waiting since={first.since} />
        )}
      </Step>
      {first?.isDone === true && machine !== undefined && (
        <li className="first-step-login">
          <LogIn machine={machine} />
        </li>
      )}
    </ul>
  );
}

/** Whether this computer can run machines; the rest is a dim link. */
function ComputerStep(props: { readonly ready: Readiness | null }) {
  const { ready } = props;
  const words = useWords();
  const { firstRun } = words.ui;
  if (ready === null) return <Step state="busy" title={firstRun.steps.checking} />;
  const { blocking, hasKvm, hints } = ready;
  const toHealth = () => navigate({ page: "health" });
  if (blocking !== null) {
    return (
      <Step
        state="failed"
        title={firstRun.steps.notReady}
        note={describeError(words, blocking).what}
      >
        <button type="button" className="button button-small" onClick={toHealth}>
          {firstRun.fix}
        </button>
      </Step>
    );
  }
  return (
    <Step state="done" title={firstRun.steps.ready}>
      <span className={hasKvm ? "dim" : "warn"}>{hasKvm ? firstRun.kvm : firstRun.noKvm}</span>
      {(hints > 0 || !hasKvm) && (
        <button type="button" className="link-button dim" onClick={toHealth}>
          {hasKvm ? firstRun.hints(hints) : firstRun.fix}
        </button>
      )}
    </Step>
  );
}

const marks = { busy: LoaderCircle, done: CircleCheck, failed: CircleX } as const;

/** One step in a row: its mark, its words, and how far it is. */
function Step(props: {
  readonly state: StepState;
  readonly title: string;
  /** The work that brings it on, with its progress. */
  readonly job?: Job;
  readonly problem?: AppError | undefined;
  /** The problem, where no error of the step's own tells it. */
  readonly note?: string;
  readonly children?: ReactNode;
}) {
  const { state, job, problem } = props;
  const words = useWords();
  const { firstRun, actions } = words.ui;
  const Mark = state === "todo" ? null : marks[state];
  return (
    <li className={`first-step first-step-${state}`} data-state={state}>
      <span className="first-step-mark" role="img" aria-label={firstRun.states[state]}>
        {Mark !== null && <Mark size={16} aria-hidden="true" />}
      </span>
      <span className="first-step-title">{props.title}</span>
      <span className="first-step-side" role={state === "busy" ? "status" : undefined}>
        {job !== undefined && <span className="dim job-standing">{jobStanding(job, words)}</span>}
        {job?.cancellable === true && (
          <button
            type="button"
            className="icon-button"
            aria-label={actions.of(actions.cancel, props.title)}
            title={actions.cancel}
            onClick={() => void bridge.call("job.cancel", { id: job.id })}
          >
            <X size={14} aria-hidden="true" />
          </button>
        )}
        {props.children}
      </span>
      {job !== undefined && (
        <progress
          aria-label={props.title}
          max={1}
          {...(job.progress === null ? {} : { value: job.progress })}
        />
      )}
      {props.note !== undefined && <p className="first-step-note bad">{props.note}</p>}
      {problem !== undefined && (
        <Trouble level="error" about={problem} onRetry={retryFirstMachine} />
      )}
    </li>
  );
}

/** How long the machine has been starting up. */
function Waiting(props: { readonly since: number }) {
  const { firstRun } = useWords().ui;
  const seconds = Math.max(0, Math.round((useNow(true) - props.since) / 1000));
  return <span className="dim">{firstRun.answersIn(seconds)}</span>;
}

/** The command that logs in, to copy or to run in a terminal. */
function LogIn(props: { readonly machine: MachineView }) {
  const { machine } = props;
  const { ui } = useWords();
  return (
    <CopyLine label={ui.detail.ssh} text={sshCommand(machine)}>
      <button
        type="button"
        className="button"
        onClick={() => void bridge.call("machine.terminal", { id: machine.id })}
      >
        <SquareTerminal size={14} aria-hidden="true" />
        {ui.console.openTerminal}
      </button>
    </CopyLine>
  );
}
