import { expect, test } from "vitest";
import { linePoints, ratesBetween } from "./rates.ts";

const before = {
  at: 1000,
  processorSeconds: 5,
  memoryBytes: 10,
  diskReadBytes: 100,
  diskWrittenBytes: 900,
  netReceivedBytes: 50,
  netSentBytes: null,
};

test("divides differences by seconds, and counts a reset counter as 0", () => {
  const now = {
    at: 3000,
    processorSeconds: 6,
    memoryBytes: 20,
    diskReadBytes: 300,
    diskWrittenBytes: 0,
    netReceivedBytes: 70,
    netSentBytes: 4,
  };
  expect(ratesBetween(before, now)).toEqual({
    processors: 0.5,
    memoryBytes: 20,
    diskRead: 100,
    diskWritten: 0,
    received: 10,
    sent: null,
  });
  expect(ratesBetween(before, before)).toBeNull();
});

test("puts the newest value at the right, and keeps all in the box", () => {
  expect(linePoints([0, 5, 20], 10, 5)).toBe("50.0,100.0 75.0,50.0 100.0,0.0");
  expect(linePoints([3], 0, 5)).toBe("100.0,100.0");
});
