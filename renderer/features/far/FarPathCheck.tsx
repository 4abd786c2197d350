import { useState } from "react";
import type { FarMachineView } from "../../../electron/contract/computer/far-machine.ts";
import type { FarPath } from "../../../electron/contract/computer/far-path.ts";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Trouble } from "../../components/Trouble.tsx";
import { ConnectionRow } from "../network/ConnectionRow.tsx";
import { PathHops } from "../network/PathHops.tsx";

/** Has the computer of a machine check its connection there, and shows each hop in that computer's sentences. */
export function FarPathCheck({ machine }: { readonly machine: FarMachineView }) {
  const { path } = useWords();
  const [report, setReport] = useState<FarPath | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const check = async () => {
    setBusy(true);
    const answer = await bridge.call("computer.path", { id: machine.id });
    setBusy(false);
    setError(answer.ok ? null : answer.error);
    setReport(answer.ok ? answer.value : null);
  };
  return (
    <div className="card card-wide" aria-busy={isBusy}>
      <ConnectionRow
        title={path.title}
        standing={report === null && <p className="dim">{path.hint}</p>}
      >
        <button type="button" className="button" disabled={isBusy} onClick={() => void check()}>
          {isBusy ? path.checking : report === null ? path.check : path.again}
        </button>
      </ConnectionRow>
      {error !== null && <Trouble level="error" about={error} onRetry={check} />}
      {report !== null && (
        <>
          <div className={`path-summary ${report.culprit === null ? "" : "path-broken"}`}>
            <p role="status">{summaryOf(report)}</p>
          </div>
          <PathHops hops={report.hops} culprit={report.culprit} />
        </>
      )}
    </div>
  );

  function summaryOf({ name, culprit, hops }: FarPath): string {
    if (culprit !== null) return path.culprit(path.hops[culprit]);
    return hops.some(({ verdict }) => verdict === "unknown") ? path.noneFound : path.allWell(name);
  }
}
