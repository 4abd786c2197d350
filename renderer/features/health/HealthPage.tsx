import { CircleCheck, FileDown, RotateCw } from "lucide-react";
import { useState } from "react";
import type { Examination, Finding } from "../../../electron/contract/doctor/doctor.ts";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Trouble } from "../../components/Trouble.tsx";
import { useNow } from "../../hooks/use-now.ts";
import { Notices } from "../notices/Notices.tsx";
import { FindingCard } from "./FindingCard.tsx";
import { groupFindings } from "./group-findings.ts";
import { Repairs } from "./Repairs.tsx";
import { countTroubles, notTold } from "./troubles.ts";
import { useExamination } from "./use-examination.ts";

type Good = Extract<Finding, { readonly level: "ok" }>;

/** All findings of the doctor: troubles first, each with its repairs, then what is well. */
export function HealthPage() {
  const { notices, machines, broken } = useAppState();
  const { ui } = useWords();
  const { examination, isBusy, problem, again } = useExamination();
  const findings = examination?.findings ?? [];
  const repairs = examination?.repairs ?? [];
  const groups = groupFindings(findings, machines);
  const shown = notTold(notices, machines);
  const ids = new Set(groups.map(({ finding }) => finding.id));
  const further = repairs.filter(({ finding }) => finding === null || !ids.has(finding));
  return (
    <div className="sheet">
      <Head examination={examination} isBusy={isBusy} problem={problem} onAgain={again} />
      {examination !== null && groups.length + shown.length === 0 && (
        <div className="health-good">
          <CircleCheck size={48} strokeWidth={1.5} aria-hidden="true" />
          <p>{ui.trouble.allGood}</p>
        </div>
      )}
      {shown.length > 0 && (
        <div className="stack finding">
          <Notices notices={shown} />
        </div>
      )}
      <ul className="findings">
        {groups.map((group) => (
          <FindingCard
            key={group.finding.id}
            group={group}
            broken={broken.find(({ id }) => group.finding.id === `machine-${id}`)?.id}
            repairs={repairs.filter((repair) => repair.finding === group.finding.id)}
            onRepaired={() => void again()}
          />
        ))}
      </ul>
      <Well findings={findings.filter((finding) => finding.level === "ok")} />
      {further.length > 0 && (
        <details className="fold">
          <summary>{ui.health.further}</summary>
          <Repairs repairs={further} isQuiet={true} onRepaired={() => void again()} />
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
  const now = useNow(true, 30_000);
  const minutes = examination === null ? 0 : Math.floor((now - examination.at) / 60_000);
  const checked =
    examination !== null && minutes >= 60
      ? ui.trouble.checkedAt(ui.unit.time(examination.at))
      : ui.trouble.checkedAgo(minutes);
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
              : `${needing === 0 ? ui.health.none : ui.health.attention(needing)} ${checked}`}
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

/** The findings that need no attention, in one line that unfolds. */
function Well(props: { readonly findings: readonly Good[] }) {
  const { findings } = props;
  const { ui, doctor } = useWords();
  if (findings.length === 0) return null;
  return (
    <details className="fold">
      <summary>
        <CircleCheck size={15} aria-hidden="true" className="ok" />
        {ui.health.well(findings.length)}
      </summary>
      <ul className="well">
        {findings.map(({ id, news }) => (
          <li key={id}>{doctor.news(news)}</li>
        ))}
      </ul>
    </details>
  );
}
