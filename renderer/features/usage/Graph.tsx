import { linePoints } from "./rates.ts";
import { shownLooks } from "./use-usage.ts";

/** A card with a live graph, which is decoration: the words tell the newest value. */
export function Graph(props: {
  readonly title: string;
  readonly words: string;
  readonly values: readonly number[];
  /** The value at the upper edge. */
  readonly top: number;
}) {
  const points = linePoints(props.values, props.top, shownLooks);
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
