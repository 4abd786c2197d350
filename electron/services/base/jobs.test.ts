import { expect, test } from "vitest";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import type { FollowOptions } from "./interfaces.ts";
import { createJobs, type JobRequest } from "./jobs.ts";

const request: JobRequest = {
  kind: "template-add",
  subject: "debian",
  cancellable: true,
  canRetry: true,
};

/** Jobs on a clock that the test sets, with work that the test drives. */
function start() {
  const world = { now: 1000, changes: 0, begun: 0 };
  let options: FollowOptions = {};
  let end = (_result: Result<string>) => {};
  const jobs = createJobs(
    () => world.now,
    () => {
      world.changes += 1;
    },
  );
  const work = (given: FollowOptions) => {
    world.begun += 1;
    options = given;
    return new Promise<Result<string>>((resolve) => {
      end = resolve;
      given.signal?.addEventListener("abort", () => resolve(fail("cancelled", {})));
    });
  };
  const only = () => jobs.list()[0];
  return {
    world,
    jobs,
    work,
    only,
    progress: (value: Parameters<NonNullable<FollowOptions["onProgress"]>>[0]) =>
      options.onProgress?.(value),
    end: (result: Result<string>) => end(result),
  };
}

test("a job is listed while it runs, and returns the result of its work", async () => {
  const { jobs, work, only, end } = start();
  const done = jobs.run(request, work);
  expect(jobs.list()).toEqual([
    {
      id: "1",
      kind: "template-add",
      subject: "debian",
      machine: null,
      startedAt: 1000,
      step: null,
      progress: null,
      doneBytes: null,
      totalBytes: null,
      bytesPerSecond: null,
      secondsLeft: null,
      cancellable: true,
      problem: null,
    },
  ]);
  end(ok("done"));
  expect(await done).toEqual(ok("done"));
  expect(only()).toBeUndefined();
});

test("reports progress when a step begins, and then no more often than a person can read", () => {
  const { world, jobs, work, only, progress } = start();
  void jobs.run(request, work);
  progress({ step: "download", fraction: 0.1, doneBytes: 10, totalBytes: 100, bytesPerSecond: 5 });
  const { changes } = world;
  for (let each = 0; each < 100; each += 1) progress({ step: "download", fraction: 0.2 });
  expect(world.changes).toBe(changes);
  expect(only()).toMatchObject({ step: "download", progress: 0.1, doneBytes: 10, totalBytes: 100 });
  progress({ step: "verify", fraction: null });
  expect(only()).toMatchObject({ step: "verify", progress: null, doneBytes: null });
});

test("estimates the end from the progress where the work does not report it", () => {
  const { world, jobs, work, only, progress } = start();
  void jobs.run(request, work);
  progress({ step: "convert", fraction: 0 });
  world.now += 1000;
  progress({ step: "convert", fraction: 0.1 });
  // It is too early for an estimate.
  expect(only()).toMatchObject({ progress: 0.1, secondsLeft: null });
  world.now += 9000;
  progress({ step: "convert", fraction: 0.25 });
  expect(only()).toMatchObject({ progress: 0.25, secondsLeft: 30 });
});

test("cancelling ends the work and leaves no job", async () => {
  const { jobs, work, only } = start();
  const done = jobs.run(request, work);
  jobs.cancel("1");
  expect(await done).toEqual(fail("cancelled", {}));
  expect(only()).toBeUndefined();
});

test("a job that cannot be cancelled goes on", () => {
  const { jobs, work, only } = start();
  void jobs.run({ ...request, cancellable: false }, work);
  jobs.cancel("1");
  jobs.cancel("no such job");
  expect(only()).toMatchObject({ problem: null });
});

test("a failed job stays until it is tried again or removed", async () => {
  const { world, jobs, work, only, end } = start();
  const failure = fail("disk-full", { path: "/data" });
  const done = jobs.run(request, work);
  end(failure);
  expect(await done).toEqual(failure);
  expect(only()).toMatchObject({ problem: failure.error, cancellable: false });
  jobs.retry("1");
  expect(world.begun).toBe(2);
  expect(jobs.list()).toMatchObject([{ id: "2", problem: null, cancellable: true }]);
  // It runs, so retrying has no effect.
  jobs.retry("2");
  expect(world.begun).toBe(2);
  end(failure);
  await expect.poll(only).toMatchObject({ problem: failure.error });
  jobs.cancel("2");
  expect(only()).toBeUndefined();
});

test("work that throws fails like any other", async () => {
  const { jobs } = start();
  const done = jobs.run({ kind: "flatten", cancellable: false }, async () => {
    throw new Error("boom");
  });
  expect(await done).toEqual(fail("internal", { detail: "Error: boom" }));
  expect(jobs.list()).toEqual([]);
});
