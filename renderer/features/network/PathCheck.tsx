import { useEffect, useRef, useState } from "react";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import type { PathRepair, PathReport } from "../../../electron/contract/path-check/verdict.ts";
import { describeHop, pathSummary } from "../../../electron/contract/words/path.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Trouble } from "../../components/Trouble.tsx";
import { navigate } from "../../dashboard/route.ts";
import { ConnectionRow } from "./ConnectionRow.tsx";
import { PathHops } from "./PathHops.tsx";

/** Checks the path of a machine's packets on request; shows each hop, and repairs the first bad one. */
export function PathCheck(props: { readonly machine: MachineView }) {
  const { id } = props.machine;
  const words = useWords();
  const { path } = words;
  const [report, setReport] = useState<PathReport | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const section = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (report !== null) section.current?.scrollIntoView({ block: "nearest" });
  }, [report]);
  const check = async () => {
    setBusy(true);
    const answer = await bridge.call("machine.path", { id });
    setBusy(false);
    setError(answer.ok ? null : answer.error);
    setReport(answer.ok ? answer.value : null);
  };
  const mend = async (repair: PathRepair) => {
    if (repair.do === "doctor") {
      navigate({ page: "health" });
      return;
    }
    setBusy(true);
    // An error becomes a notice, and the next check shows it too.
    await carryOut(repair, id);
    await check();
  };
  const culprit = report?.hops.find((hop) => hop.id === report.culprit) ?? null;
  const repair = culprit?.repair ?? null;
  return (
    <div ref={section} aria-busy={isBusy}>
      <ConnectionRow
        title={path.title}
        standing={report === null && <p className="dim">{path.hint}</p>}
      >
        <button type="button" className="button" disabled={isBusy} onClick={() => void check()}>
          {isBusy ? path.checking : report === null ? path.check : path.again}
        </button>
      </ConnectionRow>
      {error !== null && <Trouble level="error" about={error} machine={id} onRetry={check} />}
      {report !== null && (
        <>
          <div className={`path-summary ${report.culprit === null ? "" : "path-broken"}`}>
            <p role="status">{pathSummary(words, report)}</p>
            {repair !== null && (
              <button
                type="button"
                className="button button-primary"
                disabled={isBusy}
                onClick={() => void mend(repair)}
              >
                {path.repairs[repair.do]}
              </button>
            )}
          </div>
          <PathHops
            culprit={report.culprit}
            hops={report.hops.map((hop) => ({ ...hop, ...describeHop(words, hop) }))}
          />
        </>
      )}
    </div>
  );
}

/** Carries out a repair, by the same requests that buttons elsewhere make. */
async function carryOut(
  repair: Exclude<PathRepair, { readonly do: "doctor" }>,
  id: string,
): Promise<void> {
  switch (repair.do) {
    case "start-machine":
      await bridge.call("machine.start", { id });
      return;
    case "plug-cable":
      await bridge.call("machine.cable", { id, isPlugged: true });
      return;
    case "lan-renew": {
      const down = await bridge.call("lan.down", undefined);
      if (down.ok) await bridge.call("lan.up", undefined);
      return;
    }
    case "lan-up":
      await bridge.call("lan.up", undefined);
  }
}
