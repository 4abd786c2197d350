import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { emptyState } from "../../contract/testing/samples.ts";
import type { AppStateService } from "./app-state.ts";
import { watchSupervisor } from "./watch-supervisor.ts";

let isNeeded: boolean;
/** The times of its starts, in seconds, and the function that ends the running one. */
let starts: number[];
let die: () => void;
let changed: () => void;
let end: () => void;

const watch: AppStateService["watch"] = (listener) => {
  changed = () => listener({ revision: 1, state: emptyState });
  return () => {
    changed = () => {};
  };
};

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  [isNeeded, starts, die] = [true, [], () => {}];
});

afterEach(() => {
  end();
  vi.useRealTimers();
});

/** Watches a supervisor whose starts succeed, or never leave a running one. */
function care(succeeds = true): void {
  end = watchSupervisor(
    { watch },
    {
      isNeeded: async () => isNeeded,
      start: async () => void starts.push(Math.round(Date.now() / 1000)),
      ended: (signal) =>
        new Promise((resolve) => {
          die = () => resolve(true);
          signal.addEventListener("abort", die);
          if (!succeeds) resolve(false);
        }),
    },
  );
}

it("restarts an ended one at once, and soon again if it keeps ending", async () => {
  care();
  await vi.advanceTimersByTimeAsync(100_000);
  expect(starts).toEqual([0]);
  die();
  await vi.advanceTimersByTimeAsync(500);
  expect(starts).toEqual([0, 100]);
  for (let round = 0; round < 3; round += 1) {
    die();
    await vi.advanceTimersByTimeAsync(20_000);
  }
  expect(starts).toEqual([0, 100, 101, 122, 146]);
});

it("waits longer if none can be started", async () => {
  care(false);
  await vi.advanceTimersByTimeAsync(90_000);
  expect(starts).toEqual([0, 0, 1, 6, 21, 81]);
});

it("does not start one that is not needed, until something changes", async () => {
  isNeeded = false;
  care();
  await vi.advanceTimersByTimeAsync(100_000);
  expect(starts).toEqual([]);
  isNeeded = true;
  changed();
  await vi.advanceTimersByTimeAsync(0);
  expect(starts).toEqual([100]);
  isNeeded = false;
  die();
  await vi.advanceTimersByTimeAsync(100_000);
  expect(starts).toEqual([100]);
});

it("does not start one once the watch has ended", async () => {
  care();
  await vi.advanceTimersByTimeAsync(0);
  end();
  changed();
  await vi.advanceTimersByTimeAsync(100_000);
  expect(starts).toEqual([0]);
});
