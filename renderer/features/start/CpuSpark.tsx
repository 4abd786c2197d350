import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { useWords } from "../../app-state.ts";
import { linePieces } from "../usage/graph-lines.ts";
import { useUsage, useUsageTime } from "../usage/use-usage.ts";

/** A machine's processors in the last minutes as a line, and the newest values in words. */
export function CpuSpark(props: { readonly machine: MachineView }) {
  const { id, definition } = props.machine;
  const { startPage, unit } = useWords().ui;
  const points = useUsage(id);
  const now = useUsageTime();
  const newest = points.at(-1);
  const part = newest === undefined ? null : Math.min(1, newest.processors / definition.cpus);
  const pieces =
    now === null
      ? []
      : linePieces(points, (each) => each.processors, { now, top: definition.cpus });
  return (
    <span className="spark">
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        {pieces.map((piece) => (
          <polyline
            key={piece[0]?.x}
            points={piece.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ")}
          />
        ))}
      </svg>
      <span className="spark-words dim">
        <span>{part === null ? "" : startPage.percent(part)}</span>
        <span>{newest === undefined ? "" : unit.size(Math.round(newest.memoryBytes))}</span>
      </span>
    </span>
  );
}
