import { CircleCheck } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { type AppError, ok, type Result } from "../../../electron/contract/errors/app-error.ts";
import type { CatalogueEntry, TemplateView } from "../../../electron/contract/template/template.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Trouble } from "../../components/Trouble.tsx";
import { navigate } from "../../dashboard/route.ts";
import { freeName } from "../../free-name.ts";
import { countTroubles } from "../health/troubles.ts";
import { useExamination } from "../health/use-examination.ts";

/** The key of local storage that is set once the first steps are done or skipped. */
const doneKey = "first-run-done";

/**
 * Returns whether to show the first steps, and the function that ends them for good. Having a
 * machine ends them as well, however it was made.
 */
export function useFirstRun(hasNothing: boolean): {
  readonly isNew: boolean;
  readonly end: () => void;
} {
  const [isNew, setNew] = useState(() => localStorage.getItem(doneKey) === null);
  const end = () => {
    localStorage.setItem(doneKey, "yes");
    setNew(false);
  };
  useEffect(() => {
    if (!hasNothing) localStorage.setItem(doneKey, "yes");
  }, [hasNothing]);
  return { isNew, end };
}

type StepId = "lan" | "template" | "machine";

/** The button of the step that is next stands out; those of the others can be used as well. */
const buttonClass = (step: StepId, next: StepId) =>
  step === next ? "button button-primary" : "button";

/** The first steps: computer, LAN, template, machine, each by one click. */
export function FirstRun(props: { readonly onEnd: () => void }) {
  const { lan, templates } = useAppState();
  const { firstRun } = useWords().ui;
  const [refusal, setRefusal] = useState<AppError | null>(null);
  const template = templates.find(({ problem }) => problem === null);
  const next = lan.status !== "on" ? "lan" : template === undefined ? "template" : "machine";
  return (
    <section className="first-run" aria-labelledby="first-run-title">
      <h1 id="first-run-title">{firstRun.title}</h1>
      <p className="dim">{firstRun.intro}</p>
      <ol className="card">
        <ComputerStep />
        <LanStep next={next} />
        <TemplateStep next={next} isDone={template !== undefined} />
        <MachineStep next={next} template={template} onRefused={setRefusal} onEnd={props.onEnd} />
      </ol>
      {refusal !== null && (
        <Trouble level="error" about={refusal} onDismiss={() => setRefusal(null)} />
      )}
      <button type="button" className="link-button dim" onClick={props.onEnd}>
        {firstRun.skip}
      </button>
    </section>
  );
}

function ComputerStep() {
  const state = useAppState();
  const { ui } = useWords();
  const { examination } = useExamination();
  const needing = examination === null ? undefined : countTroubles(state, examination);
  return (
    <Step
      title={ui.firstRun.computer}
      isDone={needing === 0}
      words={
        needing === undefined
          ? ui.health.examining
          : needing === 0
            ? ui.health.none
            : ui.health.attention(needing)
      }
    >
      {needing !== undefined && needing > 0 && (
        <button type="button" className="button" onClick={() => navigate({ page: "health" })}>
          {ui.firstRun.look}
        </button>
      )}
    </Step>
  );
}

function LanStep(props: { readonly next: StepId }) {
  const { status } = useAppState().lan;
  const { firstRun } = useWords().ui;
  return (
    <Step title={firstRun.lan} isDone={status === "on"} words={firstRun.lanHint}>
      <button
        type="button"
        className={buttonClass("lan", props.next)}
        disabled={status !== "off"}
        onClick={() => void bridge.call("lan.up", undefined)}
      >
        {firstRun.lanOn}
      </button>
    </Step>
  );
}

/** Fetches the catalogue's first image, or leads to the page where another one can be chosen. */
function TemplateStep(props: { readonly next: StepId; readonly isDone: boolean }) {
  const { jobs } = useAppState();
  const { firstRun } = useWords().ui;
  const [offered, setOffered] = useState<CatalogueEntry>();
  useEffect(() => {
    void bridge.call("template.catalogue", undefined).then((answer) => {
      if (answer.ok) setOffered(answer.value[0]);
    });
  }, []);
  const isFetching = jobs.some(({ kind, problem }) => kind === "template-add" && problem === null);

  function fetchOffered(): void {
    if (offered === undefined) return;
    const { id } = offered;
    void bridge.call("template.add", { name: freeName(id, []), from: { kind: "catalogue", id } });
  }

  return (
    <Step title={firstRun.template} isDone={props.isDone} words={firstRun.templateHint}>
      <button
        type="button"
        className="button"
        disabled={isFetching}
        onClick={() => navigate({ page: "templates" })}
      >
        {firstRun.templateOther}
      </button>
      <button
        type="button"
        className={buttonClass("template", props.next)}
        disabled={offered === undefined || isFetching}
        onClick={fetchOffered}
      >
        {isFetching ? firstRun.templateUnderWay : firstRun.templateGet(offered?.name ?? "")}
      </button>
    </Step>
  );
}

/**
 * Returns the keys in `~/.ssh`, or a new one where there is none: nobody could log in to a machine
 * without a key, because it has no password either.
 */
async function keysToLogIn(): Promise<Result<readonly string[]>> {
  const found = await bridge.call("ssh-key.list", undefined);
  if (!found.ok || found.value.length > 0) return found;
  const made = await bridge.call("ssh-key.make", undefined);
  return made.ok ? ok([made.value]) : made;
}

/** Makes a machine from the template and starts it, or leads to the page with all its settings. */
function MachineStep(props: {
  readonly next: StepId;
  readonly template: TemplateView | undefined;
  readonly onRefused: (error: AppError) => void;
  readonly onEnd: () => void;
}) {
  const { template } = props;
  const { firstRun } = useWords().ui;

  async function makeMachine({ id, name }: TemplateView): Promise<void> {
    const keys = await keysToLogIn();
    if (!keys.ok) return props.onRefused(keys.error);
    const made = await bridge.call("machine.create", {
      name: freeName(name, []),
      template: id,
      cpus: 1,
      sshKeys: [...keys.value],
    });
    if (!made.ok) return props.onRefused(made.error);
    void bridge.call("machine.start", { id: made.value.id });
    props.onEnd();
    navigate({ page: "machines", machine: made.value.id });
  }

  return (
    <Step title={firstRun.machine} isDone={false} words={firstRun.machineHint}>
      <button type="button" className="button" onClick={() => navigate({ page: "new-machine" })}>
        {firstRun.machineOwn}
      </button>
      <button
        type="button"
        className={buttonClass("machine", props.next)}
        disabled={template === undefined}
        onClick={() => {
          if (template !== undefined) void makeMachine(template);
        }}
      >
        {firstRun.machineMake}
      </button>
    </Step>
  );
}

/** One step; its buttons disappear once it is done. */
function Step(props: {
  readonly title: string;
  readonly words: string;
  readonly isDone: boolean;
  readonly children: ReactNode;
}) {
  const { ui } = useWords();
  const { isDone } = props;
  return (
    <li className={isDone ? "first-step first-step-done" : "first-step"}>
      <span className="first-step-mark">
        {isDone && <CircleCheck size={20} role="img" aria-label={ui.firstRun.done} />}
      </span>
      <div className="first-step-words">
        <h2>{props.title}</h2>
        <p className="dim">{props.words}</p>
      </div>
      {!isDone && <div className="first-step-do">{props.children}</div>}
    </li>
  );
}
