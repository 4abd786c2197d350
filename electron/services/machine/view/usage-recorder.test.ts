import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type UsageLook, usagePaceMs } from "../../../contract/machine/usage.ts";
import type { RunningMachine } from "./usage.ts";
import { createUsageRecorder } from "./usage-recorder.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

const host = { processors: 0.5, memoryBytes: 3, totalMemoryBytes: 8, freeDiskBytes: 9 };

/** Starts a recorder over machines that use half a processor. */
function start(running: readonly RunningMachine[]) {
  const looks: UsageLook[] = [];
  const machines = { running };
  const read = vi.fn(async (asked: readonly RunningMachine[]) => {
    const at = performance.now();
    const totals = {
      at,
      processorSeconds: at / 2000,
      memoryBytes: 7,
      diskReadBytes: 0,
      diskWrittenBytes: 0,
      netReceivedBytes: null,
      netSentBytes: null,
    };
    return new Map(asked.map(({ id }) => [id, totals]));
  });
  const recorder = createUsageRecorder({
    running: () => machines.running,
    read,
    readHost: async () => host,
    now: Date.now,
    looked: (look) => looks.push(look),
  });
  return { recorder, read, looks, machines };
}

const web: RunningMachine = { id: "web", pid: 7, mac: "52:54:00:00:00:01" };
const times = (count: number) => vi.advanceTimersByTimeAsync(usagePaceMs * count);

test("does nothing at all, and has no timer, while nobody watches", async () => {
  const { recorder, read } = start([web]);
  await times(10);
  expect([read.mock.calls.length, vi.getTimerCount()]).toEqual([0, 0]);
  recorder.watch(true);
  await times(2);
  expect([read.mock.calls.length, vi.getTimerCount()]).toEqual([3, 1]);
  recorder.watch(false);
  await times(10);
  expect([read.mock.calls.length, vi.getTimerCount()]).toEqual([3, 0]);
});

test("has a point from the second look on, and tells each look", async () => {
  const { recorder, looks } = start([web]);
  recorder.watch(true);
  await times(3);
  const points = recorder.history().machines["web"] ?? [];
  expect(points.map(({ at, processors }) => [at, processors])).toEqual([
    [1_002_000, 0.5],
    [1_004_000, 0.5],
    [1_006_000, 0.5],
  ]);
  expect(looks.map(({ machines }) => machines["web"])).toEqual([undefined, ...points]);
});

test("keeps what was seen before a gap, and bridges the gap by no point", async () => {
  const { recorder } = start([web]);
  recorder.watch(true);
  await times(2);
  recorder.watch(false);
  await times(10);
  recorder.watch(true);
  await times(1);
  const points = recorder.history().machines["web"] ?? [];
  expect(points.map(({ at }) => at)).toEqual([1_002_000, 1_004_000, 1_026_000]);
});

test("forgets a machine that has ended", async () => {
  const { recorder, machines } = start([web]);
  recorder.watch(true);
  await times(2);
  machines.running = [];
  await times(1);
  expect(recorder.history()).toEqual({ at: 1_006_000, host, machines: {} });
});
