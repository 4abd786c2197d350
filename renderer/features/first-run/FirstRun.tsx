import { CircleCheck } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import type { CatalogueEntry } from "../../../electron/contract/template/template.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Note } from "../../components/Note.tsx";
import { navigate } from "../../dashboard/route.ts";
import { freeName } from "../../free-name.ts";
import { countTroubles } from "../health/troubles.ts";
import { useExamination } from "../health/use-examination.ts";

/** Where it is kept that somebody has been through the first steps, or skipped them. */
const doneKey = "first-run-done";

/**
 * Whether the first steps are to be shown, and what ends them for good. Who has a machine has been
 * through them, whichever way.
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

/** The way to the first machine: computer, LAN, template, machine, each one click. */
export function FirstRun(props: { readonly onEnd: () => void }) {
  const state = useAppState();
  const { lan, templates, jobs } = state;
  const { ui } = useWords();
  const { firstRun } = ui;
  const { examination } = useExamination();
  const [offered, setOffered] = useState<CatalogueEntry>();
  const [refusal, setRefusal] = useState<AppError | null>(null);
  useEffect(() => {
    void bridge.call("template.catalogue", undefined).then((answer) => {
      if (answer.ok) setOffered(answer.value[0]);
    });
  }, []);

  const needing = examination === null ? undefined : countTroubles(state, examination);
  const template = templates.find(({ problem }) => problem === null);
  const isFetching = jobs.some(({ kind, problem }) => kind === "template-add" && problem === null);

  // One thing is next; the others are there for who knows better.
  const next = lan.status !== "on" ? "lan" : template === undefined ? "template" : "machine";
  const looks = (step: typeof next) => (step === next ? "button button-primary" : "button");

  async function makeMachine(id: string, like: string): Promise<void> {
    const keys = await bridge.call("ssh-key.list", undefined);
    const made = await bridge.call("machine.create", {
      name: freeName(like, []),
      template: id,
      cpus: 1,
      sshKeys: keys.ok ? [...keys.value] : [],
    });
    if (!made.ok) return setRefusal(made.error);
    void bridge.call("machine.start", { id: made.value.id });
    props.onEnd();
    navigate({ page: "machines", machine: made.value.id });
  }

  return (
    <section className="first-run" aria-labelledby="first-run-title">
      <h1 id="first-run-title">{firstRun.title}</h1>
      <p className="dim">{firstRun.intro}</p>
      <ol className="card">
        <Step
          title={firstRun.computer}
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
              {firstRun.look}
            </button>
          )}
        </Step>
        <Step title={firstRun.lan} isDone={lan.status === "on"} words={firstRun.lanHint}>
          <button
            type="button"
            className={looks("lan")}
            disabled={lan.status !== "off"}
            onClick={() => void bridge.call("lan.up", undefined)}
          >
            {firstRun.lanOn}
          </button>
        </Step>
        <Step
          title={firstRun.template}
          isDone={template !== undefined}
          words={firstRun.templateHint}
        >
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
            className={looks("template")}
            disabled={offered === undefined || isFetching}
            onClick={() => {
              if (offered === undefined) return;
              const { id } = offered;
              void bridge.call("template.add", {
                name: freeName(id, []),
                from: { kind: "catalogue", id },
              });
            }}
          >
            {isFetching ? firstRun.templateUnderWay : firstRun.templateGet(offered?.name ?? "")}
          </button>
        </Step>
        <Step title={firstRun.machine} isDone={false} words={firstRun.machineHint}>
          <button
            type="button"
            className="button"
            onClick={() => navigate({ page: "new-machine" })}
          >
            {firstRun.machineOwn}
          </button>
          <button
            type="button"
            className={looks("machine")}
            disabled={template === undefined}
            onClick={() => {
              if (template !== undefined) void makeMachine(template.id, template.name);
            }}
          >
            {firstRun.machineMake}
          </button>
        </Step>
      </ol>
      {refusal !== null && (
        <Note level="error" about={refusal} onDismiss={() => setRefusal(null)} />
      )}
      <button type="button" className="link-button dim" onClick={props.onEnd}>
        {firstRun.skip}
      </button>
    </section>
  );
}

/** One step; what is done needs no buttons any more. */
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
