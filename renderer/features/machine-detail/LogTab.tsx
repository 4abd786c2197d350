import { useEffect, useState } from "react";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import type { MachineStatus, MachineView } from "../../../electron/contract/machine/machine.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Trouble } from "../../components/Trouble.tsx";

interface Log {
  /** The machine's status when the log was read. */
  readonly status: MachineStatus;
  readonly lines: readonly string[];
  readonly error: AppError | null;
}

/** QEMU's log, read again on request and at each change of status, because it grows then. */
export function LogTab(props: { readonly machine: Pick<MachineView, "id" | "status"> }) {
  const { id, status } = props.machine;
  const { ui } = useWords();
  const [log, setLog] = useState<Log | null>(null);
  const [reading, setReading] = useState(0);
  useEffect(() => {
    const read = { id, status, reading };
    void bridge.call("machine.log", { id: read.id }).then((answer) =>
      setLog({
        status: read.status,
        lines: answer.ok ? answer.value : [],
        error: answer.ok ? null : answer.error,
      }),
    );
  }, [id, status, reading]);
  if (log === null) return null;
  if (log.error !== null) {
    const retry = () => setReading(reading + 1);
    return <Trouble level="error" about={log.error} machine={id} onRetry={retry} />;
  }
  return (
    <section className="card">
      <div className="card-head">
        <h2>{ui.detail.logHint}</h2>
        <button type="button" className="button" onClick={() => setReading(reading + 1)}>
          {ui.detail.reload}
        </button>
      </div>
      {log.lines.length === 0 ? (
        <p className="dim">{ui.detail.logEmpty}</p>
      ) : (
        <pre className="mono selectable">{log.lines.join("\n")}</pre>
      )}
    </section>
  );
}
