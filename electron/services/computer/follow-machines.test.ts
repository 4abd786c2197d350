import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { FarMachine } from "../../contract/computer/serve.ts";
import { followMachines } from "./follow-machines.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const web: FarMachine = {
  ...{ id: "3b0e4a53-6d0c-4f0e-9c43-0123456789ab", name: "web", status: "stopped" },
  ...{ address: null, mac: null, reachable: null, uptimeSeconds: null, accelerator: null },
  user: null,
  ...{ problemCode: null, tags: [], note: null, protected: false },
};

/** Machines that the test changes, and their follower. */
function makeWorld() {
  const world = { machines: [web] as readonly FarMachine[], watchers: 0, changed: () => {} };
  const follower = followMachines(
    async () => world.machines,
    (changed) => {
      world.watchers += 1;
      world.changed = changed;
      return () => {
        world.watchers -= 1;
      };
    },
  );
  return { world, follower };
}

it("answers at once, then with the next change, and watches nothing before and after", async () => {
  const { world, follower } = makeWorld();
  expect(world.watchers).toBe(0);
  expect(await follower.news(null)).toEqual({ state: 1, machines: [web] });
  const next = follower.news(1);
  world.machines = [{ ...web, status: "running" }];
  world.changed();
  expect(await next).toEqual({ state: 2, machines: [{ ...web, status: "running" }] });
  follower.close();
  expect(world.watchers).toBe(0);
});

it("how long a machine runs is no news, and without any it answers after a while", async () => {
  const { world, follower } = makeWorld();
  await follower.news(null);
  let isAnswered = false;
  const next = follower.news(1).finally(() => {
    isAnswered = true;
  });
  world.machines = [{ ...web, uptimeSeconds: 5 }];
  world.changed();
  await vi.advanceTimersByTimeAsync(19_000);
  expect(isAnswered).toBe(false);
  await vi.advanceTimersByTimeAsync(2000);
  expect((await next).state).toBe(1);
  follower.close();
});

it("the end answers what is waited for", async () => {
  const { follower } = makeWorld();
  await follower.news(null);
  const next = follower.news(1);
  follower.close();
  expect((await next).state).toBe(1);
});
