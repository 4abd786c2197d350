import { CircleCheck, FileDown, RotateCw } from "lucide-react";
import { useState } from "react";
import type { Examination, Finding } from "../../../electron/contract/doctor/doctor.ts";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Trouble } from "../../components/Trouble.tsx";
import { Notices } from "../notices/Notices.tsx";
import { FindingCard, RepairBox } from "./FindingCard.tsx";
import { countTroubles } from "./troubles.ts";
import { useExamination } from "./use-examination.ts";

const order = { error: 0, warning: 1, info: 2 } as const;
type Good = Extract<Finding, { readonly level: "ok" }>;
type Bad = Exclude<Finding, Good>;

/** All findings of the doctor: troubles first, each with its repairs, then what is well. */
export function HealthPage() {
  const { notices, machines } = useAppState();
  const { ui } = useWords();
  const { examination, isBusy, problem, again } = useExamination();
  const findings = examination?.findings ?? [];
  const repairs = examination?.repairs ?? [];
  const bad = findings
    .filter((finding): finding is Bad => finding.level !== "ok")
    .toSorted((a, b) => order[a.level] - order[b.level]);
  const ids = new Set(bad.map(({ id }) => id));
  const further = repairs.filter(({ finding }) => finding === null || !ids.has(finding));
  return (
    <div className="sheet">
      <Head examination={examination} isBusy={isBusy} problem={problem} onAgain={again} />
      {notices.length > 0 && (
        <div className="stack">
          <Notices notices={notices} />
        </div>
      )}
      <ul className="findings">
        {bad.map((finding) => (
          <FindingCard
            key={finding.id}
            finding={finding}
            machine={machines.find(({ name }) => finding.id === `machine-${name}`)}
            repairs={repairs.filter((repair) => repair.finding === finding.id)}
            onRepaired={() => void again()}
          />
        ))}
      </ul>
      <Well findings={findings.filter((finding) => finding.level === "ok")} />
      {further.length > 0 && (
        <details className="card">
          <summary>{ui.health.further}</summary>
          {further.map((repair) => (
            <RepairBox key={repair.id} repair={repair} onRepaired={() => void again()} />
          ))}
        </details>
      )}
    </div>
  );
}

/** The page's head: a summary, and buttons that examine again and save a bundle for a report. */
function Head(props: {
  readonly examination: Examination | null;
  readonly isBusy: boolean;
  readonly problem: AppError | null;
  readonly onAgain: () => Promise<void>;
}) {
  const { examination, isBusy, problem } = props;
  const needing = countTroubles(useAppState(), examination);
  const { ui } = useWords();
  const [saving, setSaving] = useState<"no" | "busy" | "done" | AppError>("no");
  const save = async () => {
    setSaving("busy");
    const saved = await bridge.call("doctor.bundle", undefined);
    setSaving(saved.ok ? (saved.value ? "done" : "no") : saved.error);
  };
  return (
    <>
      <div className="health-head">
        <div>
          <h1>{ui.health.title}</h1>
          <p className="dim" role="status">
            {examination === null
              ? isBusy && ui.health.examining
              : `${needing === 0 ? ui.health.none : ui.health.attention(needing)} ${ui.health.checked(ui.unit.clock(examination.at))}`}
          </p>
        </div>
        <div className="health-actions">
          <button
            type="button"
            className="button"
            disabled={saving === "busy"}
            onClick={() => void save()}
          >
            <FileDown size={14} aria-hidden="true" />
            {ui.health.bundle}
          </button>
          <button
            type="button"
            className="button"
            disabled={isBusy}
            onClick={() => void props.onAgain()}
          >
            <RotateCw size={14} aria-hidden="true" className={isBusy ? "turns" : ""} />
            {ui.health.again}
          </button>
        </div>
      </div>
      {problem !== null && <Trouble level="error" about={problem} onRetry={props.onAgain} />}
      <div role="status">
        {saving === "done" && <p className="health-saved">{ui.health.bundled}</p>}
        {typeof saving === "object" && (
          <Trouble level="error" about={saving} onRetry={save} onDismiss={() => setSaving("no")} />
        )}
      </div>
    </>
  );
}

/** The findings that need no attention, in one card. */
function Well(props: { readonly findings: readonly Good[] }) {
  const { findings } = props;
  const { ui, doctor } = useWords();
  if (findings.length === 0) return null;
  return (
    <section className="card">
      <h2>{ui.health.well(findings.length)}</h2>
      <ul className="well">
        {findings.map(({ id, news }) => (
          <li key={id}>
            <CircleCheck size={15} aria-label={doctor.levels.ok} />
            <span>{doctor.news(news)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
