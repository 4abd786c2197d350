import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type AppError, appError, fail, ok, type Result } from "../contract/errors.ts";
import type { LanStatus } from "../contract/state.ts";
import type { NetworkService } from "./interfaces.ts";
import { keepLan } from "./keep-lan.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A network whose switch ends some times, and what is tried then. */
function makeNetwork(ends: number, status: LanStatus, problem: AppError | null) {
  const outcomes: Result<void>[] = [];
  let left = ends;
  let tried = 0;
  const network = {
    read: async () => ({ lan: { status, problem } }),
    async up() {
      tried += 1;
      return outcomes.shift() ?? ok(undefined);
    },
  } as unknown as NetworkService;
  const switchEnd = async () => {
    left -= 1;
    return left >= 0;
  };
  return { outcomes, tried: () => tried, kept: () => keepLan(async () => network, switchEnd) };
}

const gone = appError("switch-gone", { interface: "vtap0" });

it("brings the switch back each time that it ends, until none lives", async () => {
  const { kept, tried } = makeNetwork(3, "on", gone);
  const done = kept();
  await vi.runAllTimersAsync();
  await done;
  expect(tried()).toBe(3);
});

it("tries again while that fails, and gives up in the end", async () => {
  const { kept, outcomes, tried } = makeNetwork(2, "on", gone);
  const failed = fail("switch-failed", { detail: "busy" });
  outcomes.push(failed, failed, ok(undefined), failed, failed, failed, failed);
  const done = kept();
  await vi.runAllTimersAsync();
  await done;
  expect(tried()).toBe(7);
});

it.each([
  ["the LAN is off", "off", null],
  ["netd has gone as well: nobody is asked for a password", "on", appError("netd-gone", {})],
] as const)("ends where %s", async (_why, status, problem) => {
  const { kept, tried } = makeNetwork(2, status, problem);
  const done = kept();
  await vi.runAllTimersAsync();
  await done;
  expect(tried()).toBe(0);
});
