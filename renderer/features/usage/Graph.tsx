import { type KeyboardEvent, type PointerEvent, useState } from "react";
import type { UsagePoint } from "../../../electron/contract/machine/usage.ts";
import { useWords } from "../../app-state.ts";
import {
  linePieces,
  nearestPoint,
  peakOf,
  placeOf,
  type ReadValue,
  type Spot,
} from "./graph-lines.ts";

/** One line of a graph; the second one is dashed, because colours alone tell some people nothing. */
export interface GraphLine {
  readonly read: ReadValue;
  /** The words before its value, where there are two. */
  readonly name: string;
}

interface GraphProps {
  readonly title: string;
  readonly hint?: string;
  readonly points: readonly UsagePoint[];
  readonly now: number | null;
  readonly lines: readonly [GraphLine, ...GraphLine[]];
  /** The value at the upper edge. */
  readonly top: number;
  readonly words: (value: number) => string;
  /** The words for a point without a value. */
  readonly noValue: string;
}

/** A card with the usage of the last minutes; pointer and arrow keys read single moments. */
export function Graph(props: GraphProps) {
  const { title, points, lines, noValue } = props;
  const { ui } = useWords();
  const [read, setRead] = useState<number | null>(null);
  const now = props.now ?? 0;
  const newest = points.at(-1);
  // The point that is read moves to the left with time, and falls out at last.
  const chosen = read === null ? undefined : points.find(({ at }) => at >= read);
  const say = (point: UsagePoint) =>
    lines.every((line) => line.read(point) === null)
      ? noValue
      : lines.map((line) => wordValue(line, point, props.words)).join("  ");
  return (
    <section className="card graph">
      <div className="graph-head">
        <h2 title={props.hint}>{title}</h2>
        <p className={lines.length > 1 ? "graph-values" : "graph-value"}>
          {newest === undefined ? ui.usage.measuring : <Newest {...props} point={newest} />}
        </p>
      </div>
      <div className="graph-body">
        <Plot {...props} now={now} chosen={chosen} onRead={setRead} say={say} />
        <p className="graph-scale" aria-hidden="true">
          <span>{props.words(props.top)}</span>
          <span>{props.words(props.top / 2)}</span>
        </p>
        <GraphFoot {...props} reading={chosen ?? null} say={say} />
      </div>
    </section>
  );
}

function wordValue(
  { read, name }: GraphLine,
  point: UsagePoint,
  words: GraphProps["words"],
): string {
  const value = read(point);
  return `${name}${value === null ? "–" : words(value)}`;
}

/** The newest values, which double as the legend of two lines. */
function Newest({ point, lines, words, noValue }: GraphProps & { readonly point: UsagePoint }) {
  if (lines.every((line) => line.read(point) === null)) return noValue;
  if (lines.length === 1) return wordValue(lines[0], point, words);
  return lines.map((line, index) => (
    <span key={line.name} className={`graph-key graph-line-${index}`}>
      {wordValue(line, point, words)}
    </span>
  ));
}

/** The lines, with their peak and the moment that is read. */
function Plot(
  props: GraphProps & {
    readonly now: number;
    readonly chosen: UsagePoint | undefined;
    readonly onRead: (at: number | null) => void;
    readonly say: (point: UsagePoint) => string;
  },
) {
  const { points, now, top, chosen } = props;
  const { ui } = useWords();
  const at = chosen === undefined ? points.length - 1 : points.indexOf(chosen);
  const readAt = (index: number) => props.onRead(points[index]?.at ?? null);
  const follow = ({ clientX, currentTarget }: PointerEvent<HTMLElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    readAt(nearestPoint(points, ((clientX - left) * 100) / width, now));
  };
  const step = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -15, PageDown: 15 }[event.key];
    const end = { Home: 0, End: points.length - 1 }[event.key];
    if (event.key === "Escape") return props.onRead(null);
    if (by === undefined && end === undefined) return;
    event.preventDefault();
    readAt(end ?? Math.min(points.length - 1, Math.max(0, at + (by ?? 0))));
  };
  const spoken = points[at];
  return (
    <div
      className="graph-plot"
      role="slider"
      aria-label={props.title}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, points.length - 1)}
      aria-valuenow={Math.max(0, at)}
      aria-valuetext={
        spoken === undefined ? ui.usage.measuring : ui.usage.reading(spoken.at, props.say(spoken))
      }
      tabIndex={0}
      onPointerMove={follow}
      onPointerLeave={() => props.onRead(null)}
      onKeyDown={step}
      onBlur={() => props.onRead(null)}
    >
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        <path className="graph-middle" d="M0 50H100" />
        {props.lines.map((line, index) => (
          <Line
            key={line.name}
            index={index}
            pieces={linePieces(points, line.read, { now, top })}
          />
        ))}
        <Peak {...props} />
        {chosen !== undefined && (
          <path className="graph-hair" d={`M${fixed(placeOf(chosen.at, now))} 0V100`} />
        )}
      </svg>
    </div>
  );
}

const fixed = (value: number) => value.toFixed(2);

function Line(props: { readonly index: number; readonly pieces: readonly (readonly Spot[])[] }) {
  const { index, pieces } = props;
  return pieces.map((piece) => {
    const [first] = piece;
    const last = piece.at(-1);
    if (first === undefined || last === undefined) return null;
    const d = piece.map(({ x, y }) => `${fixed(x)} ${fixed(y)}`).join("L");
    return (
      <g key={first.x} className={`graph-line-${index}`}>
        {index === 0 && piece.length > 1 && (
          <path className="graph-fill" d={`M${d}L${fixed(last.x)} 100L${fixed(first.x)} 100Z`} />
        )}
        {/* A single point is a line without length, which round ends make a dot. */}
        <path className="graph-stroke" d={piece.length > 1 ? `M${d}` : `M${d}h0`} />
      </g>
    );
  });
}

/** The highest point of all lines. */
function highest({ points, lines }: Pick<GraphProps, "points" | "lines">) {
  const peaks = lines.map((line) => ({ line, peak: peakOf(points, line.read) }));
  return peaks.reduce((best, each) =>
    (each.peak?.value ?? -1) > (best.peak?.value ?? -1) ? each : best,
  );
}

function Peak({ points, lines, now, top }: GraphProps & { readonly now: number }) {
  const { line, peak } = highest({ points, lines });
  if (peak === null || peak.value <= 0) return null;
  const [[spot] = []] = linePieces([peak.point], line.read, { now, top });
  if (spot === undefined) return null;
  const d = `M${fixed(spot.x)} ${fixed(spot.y)}h0`;
  return <path className={`graph-peak graph-line-${lines.indexOf(line)}`} d={d} />;
}

/** The time below a graph, or the moment that is read. */
function GraphFoot(
  props: GraphProps & {
    readonly reading: UsagePoint | null;
    readonly say: (point: UsagePoint) => string;
  },
) {
  const { points, lines, reading } = props;
  const { ui } = useWords();
  if (reading !== null) {
    return (
      <p className="graph-foot graph-reading">{ui.usage.reading(reading.at, props.say(reading))}</p>
    );
  }
  const { line, peak } = highest({ points, lines });
  return (
    <p className="graph-foot">
      <span>{ui.usage.start}</span>
      {peak !== null && peak.value > 0 && (
        <span>{ui.usage.peak(`${line.name}${props.words(peak.value)}`)}</span>
      )}
      <span>{ui.usage.now}</span>
    </p>
  );
}
