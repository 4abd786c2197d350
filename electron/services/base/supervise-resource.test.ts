import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Kept } from "../../adapters/supervisor/watch.ts";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { superviseResource } from "./supervise-resource.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const off: Kept = {
  lan: "off",
  machinesRun: false,
  hasLooseCable: false,
  hasAbandonedCapture: false,
};
const well: Kept = {
  lan: "well",
  machinesRun: false,
  hasLooseCable: false,
  hasAbandonedCapture: false,
};
const ill: Kept = {
  lan: "ill",
  machinesRun: false,
  hasLooseCable: false,
  hasAbandonedCapture: false,
};
const machinesOnly: Kept = {
  lan: "off",
  machinesRun: true,
  hasLooseCable: false,
  hasAbandonedCapture: false,
};

/**
 * Supervises a resource and records its events ten seconds apart; returns the times of repairs, in
 * seconds.
 */
async function kept(seen: readonly Kept[], outcomes: readonly Result<boolean>[] = []) {
  const [looks, results, tried] = [[...seen], [...outcomes], [] as number[]];
  const followed: string[] = [];
  const settled: number[] = [];
  const ended: number[] = [];
  const began = Date.now();
  const done = superviseResource(
    {
      look: async () => looks.shift() ?? off,
      change: () => new Promise((resolve) => setTimeout(resolve, 10_000)),
    },
    {
      network: {
        async mend() {
          tried.push(Math.round((Date.now() - began) / 1000));
          return results.shift() ?? ok(true);
        },
      },
      machines: {
        async settleCables() {
          settled.push(Math.round((Date.now() - began) / 1000));
        },
        async endAbandonedCaptures() {
          ended.push(Math.round((Date.now() - began) / 1000));
        },
      },
    },
    () => {
      followed.push(`from ${Math.round((Date.now() - began) / 1000)}`);
      return () => followed.push(`to ${Math.round((Date.now() - began) / 1000)}`);
    },
  );
  await vi.runAllTimersAsync();
  await done;
  return { tried, left: looks.length, followed, settled, ended };
}

it("runs while the LAN is on or a machine runs, and repairs nothing that works", async () => {
  const looks = [well, machinesOnly, { ...well, machinesRun: true }, machinesOnly, off, well];
  expect(await kept(looks)).toMatchObject({ tried: [], left: 1 });
});

it("follows the known networks while the LAN is on, also with a problem", async () => {
  const looks = [machinesOnly, well, ill, well, machinesOnly, well, off];
  expect((await kept(looks)).followed).toEqual(["from 10", "to 40", "from 50", "to 60"]);
});

it("settles cables that are not carried as their records say", async () => {
  const loose = { ...machinesOnly, hasLooseCable: true };
  expect((await kept([machinesOnly, loose, machinesOnly, loose, off])).settled).toEqual([10, 30]);
});

it("ends captures whose programs were killed", async () => {
  const left = { ...machinesOnly, hasAbandonedCapture: true };
  expect((await kept([machinesOnly, left, machinesOnly, off])).ended).toEqual([10]);
});

it("repairs the switch each time", async () => {
  expect((await kept([ill, well, ill, ill])).tried).toEqual([0, 20, 30]);
});

it("tries again while that fails, and rests in between", async () => {
  const failed = fail("switch-failed", { detail: "busy" });
  const outcomes = [failed, failed, ok(true), failed, failed, failed, failed];
  const { tried } = await kept([ill, ill, ill, ill, ill, ill], outcomes);
  // The second round gives up after 6 s, and rests for 30.
  expect(tried).toEqual([0, 0, 1, 11, 11, 12, 17, 47, 57]);
});

it("probes a missing netd only once a round", async () => {
  const gone = fail("netd-gone", {});
  const { tried } = await kept([ill, ill, ill, ill, ill], [gone, gone, gone]);
  expect(tried).toEqual([0, 30]);
});
