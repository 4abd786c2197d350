import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTimedOffer, undoMs } from "./timed-offer.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("an offer ends by itself, and a later one has its full time", () => {
  const ended = vi.fn();
  const offer = createTimedOffer<string>(ended);
  expect(offer.current()).toBe(null);
  offer.make("a");
  vi.advanceTimersByTime(undoMs - 1);
  offer.make("b");
  vi.advanceTimersByTime(undoMs - 1);
  expect([offer.current(), ended.mock.calls.length]).toEqual(["b", 0]);
  vi.advanceTimersByTime(1);
  expect([offer.current(), ended.mock.calls.length]).toEqual([null, 1]);
});

test("a withdrawn offer is gone", () => {
  const ended = vi.fn();
  const offer = createTimedOffer<string>(ended);
  offer.make("a");
  offer.make(null);
  vi.advanceTimersByTime(undoMs);
  expect([offer.current(), ended.mock.calls.length]).toEqual([null, 0]);
});
