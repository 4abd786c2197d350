import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { useWords } from "../../app-state.ts";
import { Graph } from "./Graph.tsx";
import { type ReadValue, rateEdge } from "./graph-lines.ts";
import { useUsage, useUsageTime } from "./use-usage.ts";

/** The usage of a running machine in the last minutes. */
export function UsageGraphs(props: { readonly machine: MachineView }) {
  const { id, definition } = props.machine;
  const { ui } = useWords();
  const { usage, unit } = ui;
  const points = useUsage(id);
  const now = useUsageTime();
  const { cpus, memoryMiB } = definition;
  const size = (bytes: number) => unit.size(Math.round(bytes));
  const rate = (bytes: number) => usage.rate(size(bytes));
  const edge = (...reads: readonly ReadValue[]) =>
    rateEdge(points.flatMap((point) => reads.map((read) => read(point) ?? 0)));
  const both = { points, now, noValue: usage.noTraffic };
  const read: ReadValue = ({ diskRead }) => diskRead;
  const written: ReadValue = ({ diskWritten }) => diskWritten;
  const received: ReadValue = (point) => point.received;
  const sent: ReadValue = (point) => point.sent;
  return (
    <>
      <Graph
        {...both}
        title={usage.processor}
        lines={[{ read: ({ processors }) => processors, name: "" }]}
        top={cpus}
        words={(processors) => usage.percent(Math.min(100, Math.round((processors / cpus) * 100)))}
      />
      <Graph
        {...both}
        title={usage.memory}
        hint={usage.memoryHint}
        lines={[{ read: ({ memoryBytes }) => memoryBytes, name: "" }]}
        top={memoryMiB * 1024 ** 2}
        words={size}
      />
      <Graph
        {...both}
        title={usage.disk}
        lines={[
          { read, name: usage.read },
          { read: written, name: usage.written },
        ]}
        top={edge(read, written)}
        words={rate}
      />
      <Graph
        {...both}
        title={usage.traffic}
        lines={[
          { read: received, name: usage.received },
          { read: sent, name: usage.sent },
        ]}
        top={edge(received, sent)}
        words={rate}
      />
    </>
  );
}
