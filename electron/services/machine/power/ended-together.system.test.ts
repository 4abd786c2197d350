import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeMachines, qemuProcesses, type TestMachines } from "../../../../e2e/rig/machines.ts";
import { until } from "../../../../e2e/rig/until.ts";
import { withLock } from "../../../adapters/files/file-lock.ts";
import { machineRuntime, purposeStart } from "../../../adapters/qemu/runtime.ts";
import { appError, ok } from "../../../contract/errors/app-error.ts";

/** Two commands end a machine, or one ends it as another one starts it again. */
let test: TestMachines;
let id: string;

beforeAll(async () => {
  test = makeMachines();
  ({ id } = await test.add("web"));
});

afterAll(() => test?.close());

/** Holds the machine's lock, as another command does, until the work has ended. */
const hold = (purpose: string, work: () => Promise<unknown>) =>
  withLock(
    machineRuntime(test.paths, id).lock,
    purpose,
    0,
    () => appError("machine-busy", { name: "web" }),
    async () => {
      await work();
      return ok(undefined);
    },
  );

it("a restart waits for the command that has just ended the machine, and clears up", async () => {
  expect(await test.machines.start(id)).toMatchObject({ ok: true });
  expect(await test.machines.kill(id)).toEqual(ok(undefined));
  let restarted: Promise<unknown> | undefined;
  await hold("kill", async () => {
    restarted = test.machines.restart(id);
    // Without any patience it would have failed by then.
    await Promise.race([restarted, delay(500)]);
  });
  expect(await restarted).toMatchObject({ ok: true });
  expect((await test.view(id)).status).toBe("running");
});

it("a command that ends the machine forgets nothing of its new start", async () => {
  const [before] = qemuProcesses(id);
  await hold(purposeStart, async () => {
    const killed = test.machines.kill(id);
    await until("its end", () => !qemuProcesses(id).includes(before ?? 0));
    expect(await killed).toEqual(ok(undefined));
  });
  expect(await test.machines.wanted()).toEqual(new Set([id]));
});
