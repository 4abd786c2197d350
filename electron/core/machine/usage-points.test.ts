import { expect, test } from "vitest";
import { pointBetween } from "./usage-points.ts";

const before = {
  at: 1000,
  processorSeconds: 5,
  memoryBytes: 10,
  diskReadBytes: 100,
  diskWrittenBytes: 900,
  netReceivedBytes: 50,
  netSentBytes: null,
};
const now = {
  at: 3000,
  processorSeconds: 6,
  memoryBytes: 20,
  diskReadBytes: 300,
  diskWrittenBytes: 0,
  netReceivedBytes: 70,
  netSentBytes: 4,
};
test("divides differences by seconds, and counts a reset counter as 0", () => {
  expect(pointBetween(before, now, 77)).toEqual({
    at: 77,
    processors: 0.5,
    memoryBytes: 20,
    diskRead: 100,
    diskWritten: 0,
    received: 10,
    sent: null,
  });
});

test("makes no point without time between the looks, or with a gap between them", () => {
  expect(pointBetween(before, before, 77)).toBeNull();
  expect(pointBetween(before, { ...now, at: 6001 }, 77)).toBeNull();
});
