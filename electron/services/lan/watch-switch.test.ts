import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { AppStateUpdate } from "../../contract/app/state.ts";
import { appError, ok, type Result } from "../../contract/errors/app-error.ts";
import { emptyState } from "../../contract/testing/samples.ts";
import { careForSwitch } from "./watch-switch.ts";

const gone = appError("switch-gone", { interface: "vtap0" });

/** Returns a state whose LAN has the given problem. */
function snapshotWith(problems: AppStateUpdate["state"]["lan"]["problems"]): AppStateUpdate {
  return {
    revision: 1,
    state: { ...emptyState, lan: { ...emptyState.lan, status: "on", problems } },
  };
}

let current: AppStateUpdate;
let listener: ((update: AppStateUpdate) => void) | null;
let mends: number[];
let end: () => void;

function show(...problems: AppStateUpdate["state"]["lan"]["problems"]): void {
  current = snapshotWith(problems);
  listener?.(current);
}

function care(mend: () => Promise<Result<void>>): void {
  end = careForSwitch(
    {
      update: () => current,
      watch: (added) => {
        listener = added;
        return () => {
          listener = null;
        };
      },
    },
    async () => {
      mends.push(Date.now());
      return mend();
    },
  );
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  current = snapshotWith([]);
  mends = [];
});

afterEach(() => {
  end();
  vi.useRealTimers();
});

it("does nothing while all is well, or while something else is wrong", async () => {
  care(async () => ok(undefined));
  show(appError("netd-gone", {}));
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(mends).toEqual([]);
});

it("repairs a lost switch at once, and once", async () => {
  care(async () => {
    show();
    return ok(undefined);
  });
  show(gone);
  show(gone);
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(mends).toEqual([0]);
  show(gone);
  await vi.advanceTimersByTimeAsync(0);
  expect(mends).toHaveLength(2);
});

it("waits longer after each failed repair, also after one that throws", async () => {
  care(() => Promise.reject(new Error("no tap")));
  show(gone);
  await vi.advanceTimersByTimeAsync(150_000);
  expect(mends).toEqual([0, 1000, 6000, 21_000, 81_000, 141_000]);
});

it("ends on request, also in the middle", async () => {
  care(async () => {
    end();
    return ok(undefined);
  });
  show(gone);
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(mends).toEqual([0]);
});
