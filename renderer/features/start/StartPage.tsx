import { Plus } from "lucide-react";
import { memo, type ReactNode } from "react";
import { knownOf } from "../../../electron/contract/computer/far-machine.ts";
import type { MachineStatus, MachineView } from "../../../electron/contract/machine/machine.ts";
import { isAlive } from "../../../electron/contract/machine/machine-actions.ts";
import type { Words } from "../../../electron/contract/words/en/english.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { StatusGlyph } from "../../components/StatusGlyph.tsx";
import { navigate } from "../../dashboard/route.ts";
import { JobRow } from "../jobs/JobRow.tsx";
import { isListed } from "../jobs/JobsList.tsx";
import { jobsTitle } from "../jobs/job-standing.ts";
import { ActionIcon } from "../machine/ActionIcon.tsx";
import { useHostUsage } from "../usage/use-usage.ts";
import { FarMachines } from "./FarMachines.tsx";
import { LanCard } from "./LanCard.tsx";
import { NeedsYou } from "./NeedsYou.tsx";
import { RunningTiles } from "./RunningTiles.tsx";
import { useRanLast } from "./ran-last.ts";

/** Statuses in the order in which the heading counts them; those that failed are listed below it. */
const counted = ["running", "starting", "stopping", "paused", "suspended"] as const;

/** Returns how many machines there are in each state, in one line. */
function countWords(
  machines: readonly { readonly status: MachineStatus }[],
  { startPage }: Words["ui"],
): string {
  const count = (status: MachineStatus) =>
    machines.filter((machine) => machine.status === status).length;
  const part = (status: MachineStatus) =>
    count(status) === 0 ? [] : [startPage.counted(count(status), status)];
  const alive = counted.flatMap(part);
  const parts = alive.length === 0 ? part("failed") : alive;
  return parts.length === 0
    ? startPage.allStopped(machines.length)
    : startPage.of(parts.join(" · "), machines.length);
}

/**
 * All machines at a glance, shown while none is chosen. It is memoized so that typing in the filter
 * does not draw it again.
 */
export const StartPage = memo(function StartPage() {
  const { machines, farMachines, jobs } = useAppState();
  const words = useWords();
  const { ui } = words;
  const ranLast = useRanLast(machines);
  const alive = machines.filter(({ status }) => isAlive(status));
  const rank = (id: string) => (ranLast.includes(id) ? ranLast.indexOf(id) : ranLast.length);
  const stopped = machines
    .filter(({ status }) => status === "stopped")
    .toSorted((a, b) => rank(a.id) - rank(b.id));
  const listed = jobs.filter(isListed);
  return (
    <div className="start">
      <header className="start-head">
        <h1>{countWords([...machines, ...knownOf(farMachines)], ui)}</h1>
        <button
          type="button"
          className="button button-primary"
          onClick={() => navigate({ page: "new-machine" })}
        >
          <Plus size={16} aria-hidden="true" />
          {ui.actions.newMachine}
        </button>
      </header>
      <LanCard />
      <NeedsYou />
      {alive.length > 0 ? (
        <Part title={ui.startPage.running}>
          <RunningTiles machines={alive} />
        </Part>
      ) : (
        <StartLast machines={stopped.filter(({ id }) => ranLast.includes(id)).slice(0, 3)} />
      )}
      <FarMachines machines={farMachines} />
      <ThisComputer />
      {listed.length > 0 && (
        <Part title={jobsTitle(listed, words)}>
          <ul className="card start-jobs">
            {listed.map((job) => (
              <JobRow key={job.id} job={job} />
            ))}
          </ul>
        </Part>
      )}
      {stopped.length > 0 && <RecentlyStopped machines={stopped.slice(0, 8)} />}
    </div>
  );
});

function Part(props: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="start-part">
      <h2>{props.title}</h2>
      {props.children}
    </section>
  );
}

/** Offers to start what ran last, while nothing runs. */
function StartLast(props: { readonly machines: readonly MachineView[] }) {
  const { machines } = props;
  const { startPage } = useWords().ui;
  if (machines.length === 0) return null;
  return (
    <section className="card start-last">
      <span>{startPage.ranLast(machines.map(({ name }) => name).join(", "))}</span>
      <button
        type="button"
        className="button"
        onClick={() => {
          for (const { id } of machines) void bridge.call("machine.start", { id });
        }}
      >
        {startPage.startThem(machines.length)}
      </button>
    </section>
  );
}

/** How busy this computer is: what machines can still have. */
function ThisComputer() {
  const { startPage, unit } = useWords().ui;
  const host = useHostUsage();
  if (host === null) return null;
  const { processors, memoryBytes, totalMemoryBytes, freeDiskBytes } = host;
  const size = (bytes: number) => unit.size(Math.round(bytes));
  return (
    <section className="card start-computer" aria-labelledby="start-computer">
      <h2 id="start-computer">{startPage.computer}</h2>
      {processors !== null && (
        <Gauge
          name={startPage.processors}
          part={processors}
          words={startPage.percent(processors)}
        />
      )}
      <Gauge
        name={startPage.memory}
        part={memoryBytes / totalMemoryBytes}
        words={startPage.part(size(memoryBytes), size(totalMemoryBytes))}
      />
      {freeDiskBytes !== null && (
        <span>
          <span className="dim">{startPage.disk}</span> {startPage.free(size(freeDiskBytes))}
        </span>
      )}
    </section>
  );
}

function Gauge(props: { readonly name: string; readonly part: number; readonly words: string }) {
  return (
    <span className="gauge">
      <span className="dim">{props.name}</span>
      <meter min={0} max={1} high={0.9} value={props.part} aria-label={props.name} />
      {props.words}
    </span>
  );
}

function RecentlyStopped(props: { readonly machines: readonly MachineView[] }) {
  const { ui } = useWords();
  return (
    <Part title={ui.startPage.stopped}>
      <ul className="stopped-chips">
        {props.machines.map(({ id, name, status }) => (
          <li key={id} className="stopped-chip">
            <button
              type="button"
              className="stopped-chip-open"
              title={name}
              onClick={() => navigate({ page: "machines", machine: id })}
            >
              <StatusGlyph status={status} label={ui.machines.status[status]} />
              <span className="cut">{name}</span>
            </button>
            <button
              type="button"
              className="icon-button"
              aria-label={ui.actions.of(ui.verbs.start, name)}
              title={ui.verbs.start}
              onClick={() => void bridge.call("machine.start", { id })}
            >
              <ActionIcon action="start" />
            </button>
          </li>
        ))}
      </ul>
    </Part>
  );
}
