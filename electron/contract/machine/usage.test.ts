import { expect, test } from "vitest";
import { addPoint, type UsagePoint, usagePaceMs, usageSpanMs } from "./usage.ts";

const point = (at: number): UsagePoint => ({
  at,
  processors: 0.5,
  memoryBytes: 20,
  diskRead: 100,
  diskWritten: 0,
  received: 10,
  sent: null,
});

test("keeps the points of the last five minutes", () => {
  const [old, young] = [point(1000), point(2000)];
  expect(addPoint([old, young], point(3000), 3000)).toHaveLength(3);
  expect(addPoint([old, young], undefined, 1000 + usageSpanMs)).toEqual([young]);
  const full = Array.from({ length: usageSpanMs / usagePaceMs }, (_, index) => point(index));
  expect(addPoint(full, point(999), 999)).toEqual([...full.slice(1), point(999)]);
});

test("leaves a list without changes the same, so that nobody draws it again", () => {
  const points = [point(1000)];
  expect(addPoint(points, undefined, 2000)).toBe(points);
});
