import {
  type UsagePoint,
  usageGapMs,
  usageSpanMs,
} from "../../../electron/contract/machine/usage.ts";

/** A point of a graph in a box of 100 × 100, whose right edge is now and whose bottom is 0. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Reads one value of a point; null if it is not known. */
export type ReadValue = (point: UsagePoint) => number | null;

const kibi = 1024;
/** The upper edges of graphs of bytes per second: few, so that heights of two graphs can be compared. */
const leastEdge = 64 * kibi;
const edgeStep = 4;

/** Returns the lowest upper edge for bytes per second that no value exceeds. */
export function rateEdge(values: readonly number[]): number {
  let edge = leastEdge;
  for (const value of values) while (value > edge) edge *= edgeStep;
  return edge;
}

/** Returns the place of a moment between the left edge, 0, and now, 100. */
export function placeOf(at: number, now: number): number {
  return 100 - ((now - at) * 100) / usageSpanMs;
}

/** Returns a line in pieces: nothing is drawn over a stretch in which nobody looked. */
export function linePieces(
  points: readonly UsagePoint[],
  read: ReadValue,
  { now, top }: { readonly now: number; readonly top: number },
): readonly (readonly Spot[])[] {
  const pieces: Spot[][] = [];
  let before: number | null = null;
  for (const point of points) {
    const value = read(point);
    if (value === null) {
      before = null;
      continue;
    }
    if (before === null || point.at - before > usageGapMs) pieces.push([]);
    const y = 100 - 100 * Math.min(1, top > 0 ? value / top : 0);
    pieces.at(-1)?.push({ x: placeOf(point.at, now), y });
    before = point.at;
  }
  return pieces;
}

/** Returns the point with the highest value, the newest of equal ones; null without any value. */
export function peakOf(
  points: readonly UsagePoint[],
  read: ReadValue,
): { readonly point: UsagePoint; readonly value: number } | null {
  let peak: { readonly point: UsagePoint; readonly value: number } | null = null;
  for (const point of points) {
    const value = read(point);
    if (value !== null && (peak === null || value >= peak.value)) peak = { point, value };
  }
  return peak;
}

/** Returns the index of the point nearest to a place between 0 and 100; -1 without points. */
export function nearestPoint(points: readonly UsagePoint[], x: number, now: number): number {
  let nearest = -1;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, { at }] of points.entries()) {
    const distance = Math.abs(placeOf(at, now) - x);
    if (distance < least) [nearest, least] = [index, distance];
  }
  return nearest;
}
