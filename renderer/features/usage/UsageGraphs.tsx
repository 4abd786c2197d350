import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { useWords } from "../../app-state.ts";
import { linePoints, type Rates } from "./rates.ts";
import { shownSamples, useUsage } from "./use-usage.ts";

/** The least value at a graph's upper edge, in bytes per second, so that idle noise stays small. */
const leastTop = 64 * 1024;

/** The usage of a running machine in the last minute. */
export function UsageGraphs(props: { readonly machine: MachineView }) {
  const { id, definition } = props.machine;
  const { ui } = useWords();
  const { usage, unit } = ui;
  const rates = useUsage(id);
  const now = rates.at(-1);
  const { cpus, memoryMiB } = definition;
  const memory = memoryMiB * 1024 ** 2;
  const size = (bytes: number) => unit.size(Math.round(bytes));
  const line = (value: (rate: Rates) => number) => rates.map(value);
  const disk = line((rate) => rate.diskRead + rate.diskWritten);
  const traffic = line((rate) => (rate.received ?? 0) + (rate.sent ?? 0));
  const words = (say: (rate: Rates) => string) => (now === undefined ? usage.measuring : say(now));
  return (
    <>
      <Graph
        title={usage.processor}
        values={line((rate) => rate.processors)}
        top={cpus}
        words={words(({ processors }) =>
          usage.processorNow(
            Math.min(100, Math.round((processors / cpus) * 100)),
            ui.detail.processors(cpus),
          ),
        )}
      />
      <Graph
        title={usage.memory}
        values={line((rate) => rate.memoryBytes)}
        top={memory}
        words={words(({ memoryBytes }) => usage.memoryNow(size(memoryBytes), size(memory)))}
      />
      <Graph
        title={usage.disk}
        values={disk}
        top={Math.max(leastTop, ...disk)}
        words={words((rate) => usage.diskNow(size(rate.diskRead), size(rate.diskWritten)))}
      />
      <Graph
        title={usage.traffic}
        values={traffic}
        top={Math.max(leastTop, ...traffic)}
        words={words(({ received, sent }) =>
          received === null || sent === null
            ? usage.noTraffic
            : usage.trafficNow(size(received), size(sent)),
        )}
      />
    </>
  );
}

/** A card with a live graph, which is decoration: the words tell the newest value. */
function Graph(props: {
  readonly title: string;
  readonly words: string;
  readonly values: readonly number[];
  /** The value at the upper edge. */
  readonly top: number;
}) {
  const points = linePoints(props.values, props.top, shownSamples);
  return (
    <section className="card graph">
      <h2>{props.title}</h2>
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        {props.values.length > 1 && <polygon points={`${firstX(points)},100 ${points} 100,100`} />}
        <polyline points={points} />
      </svg>
      <p className="dim">{props.words}</p>
    </section>
  );
}

/** Returns the x of a line's first point. */
function firstX(points: string): string {
  return points.slice(0, points.indexOf(","));
}
