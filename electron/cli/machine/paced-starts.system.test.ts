import { type ChildProcess, spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import { endChild } from "../../../e2e/rig/end-child.ts";
import type { MachineJson } from "../../contract/app/cli.ts";

const program = join(import.meta.dirname, "../../../build/virtray.mjs");
const names = ["a", "b", "c"];

let instance: Instance;
/** Programs of others that take all processors for themselves. */
let busy: readonly ChildProcess[] = [];

beforeEach(async () => {
  instance = makeInstance();
  for (const name of names) {
    const disk = join(instance.folder, `${name}.qcow2`);
    await execa("qemu-img", ["create", "-qf", "qcow2", disk, "1M"]);
    await instance.json("add", name, "--disk", disk, "--memory", "32");
  }
  busy = Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }),
  );
});

afterEach(async () => {
  await Promise.all(busy.map(endChild));
  await instance.close();
});

async function uptimes(): Promise<ReadonlyMap<string, number | null>> {
  const all = await instance.json<readonly MachineJson[]>("list");
  return new Map(all.map(({ name, uptimeSeconds }) => [name, uptimeSeconds]));
}

it("a busy computer gets the next machine once those before have had their time", async () => {
  expect((await instance.virtray("start", "a", "b")).exitCode).toBe(0);
  const up = await uptimes();
  expect((up.get("a") ?? 0) - (up.get("b") ?? 0)).toBeGreaterThanOrEqual(9);
});

it("a signal ends the wait for the next machine, and tells which ones were not begun", async () => {
  const starting = execa(process.execPath, [program, "start", ...names], {
    ...{ env: instance.env, extendEnv: false, reject: false, stdin: "ignore" },
  });
  await instance.machine("a", ({ status }) => status === "running");
  starting.kill("SIGINT");
  expect(await starting).toMatchObject({
    exitCode: 130,
    stderr: expect.stringMatching(/b: Cancelled\.\nc: Cancelled\.$/),
  });
  const up = await uptimes();
  expect([...up].filter(([, seconds]) => seconds !== null).map(([name]) => name)).toEqual(["a"]);
});
