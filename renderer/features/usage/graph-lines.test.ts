import { expect, test } from "vitest";
import { type UsagePoint, usageSpanMs } from "../../../electron/contract/machine/usage.ts";
import { linePieces, nearestPoint, peakOf, rateEdge } from "./graph-lines.ts";

const now = usageSpanMs;
const point = (at: number, processors: number, received: number | null = null): UsagePoint => ({
  at,
  processors,
  memoryBytes: 0,
  diskRead: 0,
  diskWritten: 0,
  received,
  sent: null,
});
const processors = (each: UsagePoint) => each.processors;

test("puts now at the right edge, and cuts what is higher than the box", () => {
  const points = [point(now - 4000, 0), point(now - 2000, 1), point(now, 8)];
  expect(linePieces(points, processors, { now, top: 4 })).toEqual([
    [
      { x: expect.closeTo(98.67), y: 100 },
      { x: expect.closeTo(99.33), y: 75 },
      { x: 100, y: 0 },
    ],
  ]);
});

test("draws nothing over a gap, nor where a value is not known", () => {
  const points = [point(0, 1, 5), point(2000, 1, 5), point(60_000, 1, 5), point(62_000, 1, null)];
  const lengths = (read: (each: UsagePoint) => number | null) =>
    linePieces(points, read, { now, top: 4 }).map((piece) => piece.length);
  expect(lengths(processors)).toEqual([2, 2]);
  expect(lengths((each) => each.received)).toEqual([2, 1]);
});

test("has few upper edges, and never cuts a value", () => {
  expect(rateEdge([])).toBe(64 * 1024);
  expect(rateEdge([10, 64 * 1024 + 1])).toBe(256 * 1024);
  expect(rateEdge([3 * 1024 ** 2])).toBe(4 * 1024 ** 2);
});

test("finds the newest of the highest values, and the point nearest to a place", () => {
  const points = [point(0, 3), point(100_000, 3), point(200_000, 1)];
  expect(peakOf(points, processors)).toEqual({ point: points[1], value: 3 });
  expect(peakOf(points, (each) => each.received)).toBeNull();
  expect(nearestPoint(points, 40, now)).toBe(1);
  expect(nearestPoint([], 40, now)).toBe(-1);
});
