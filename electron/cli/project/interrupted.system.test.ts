import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import { until } from "../../../e2e/rig/until.ts";
import type { MachineJson } from "../../contract/app/cli.ts";
import type { ProjectMachineJson } from "../../contract/app/cli-care.ts";

/** A project of machines that boot nothing, so that none of them powers down; each test goes on. */
let instance: Instance;
let file: string;
const names = ["a", "b", "c", "d", "e", "f"];
const program = join(import.meta.dirname, "../../../build/virtray.mjs");

beforeAll(async () => {
  instance = makeInstance();
  file = join(instance.folder, "virtray.yaml");
  const lines = names.map((name) => `  ${name}: { template: empty, memory: 32 }`);
  writeFileSync(file, ["machines:", ...lines, ""].join("\n"));
  const empty = join(instance.folder, "empty.raw");
  const sectors = Buffer.alloc(2 ** 20);
  sectors.set([0x55, 0xaa], 510);
  writeFileSync(empty, sectors);
  await instance.json("template", "add", "empty", "--from", empty);
});

afterAll(() => instance?.close());

const machines = () => instance.json<readonly MachineJson[]>("list");

/**
 * Returns how many machines have their folder. Asking the command for the list takes so long on a
 * busy computer that the verb may have ended before the answer.
 */
const folders = () => {
  const folder = join(instance.folder, "data/virtray/machines");
  return existsSync(folder) ? readdirSync(folder).filter((name) => isId.test(name)).length : 0;
};
const isId = /^[0-9a-f-]{36}$/;

/** Runs a verb, and sends a signal at a moment. */
async function interrupt(
  verb: string,
  signal: NodeJS.Signals,
  isMoment: () => boolean | Promise<boolean>,
  ...more: readonly string[]
) {
  const running = execa(process.execPath, [program, verb, "--file", file, "--json", ...more], {
    ...{ env: instance.env, extendEnv: false, reject: false, stdin: "ignore" },
  });
  await until(`the moment of ${signal}`, isMoment);
  running.kill(signal);
  const { exitCode, stdout } = await running;
  const told = JSON.parse(stdout) as readonly ProjectMachineJson[];
  return { exitCode, told, cancelled: told.filter(({ error }) => error?.code === "cancelled") };
}

it("up stops before the next machine, says what was done, and ends with the signal’s code", async () => {
  const { exitCode, told, cancelled } = await interrupt(
    "up",
    "SIGINT",
    () => folders() > 0,
    "--yes",
  );
  expect([exitCode, told.length]).toEqual([130, names.length]);
  expect(cancelled.length).toBeGreaterThan(0);
  expect(cancelled.every(({ changes }) => changes.length === 0)).toBe(true);
  const made = told.filter(({ changes }) => changes.includes("created")).map(({ name }) => name);
  expect((await machines()).map(({ name }) => name)).toEqual(made);
});

it("down stops to wait, and the machines go on", async () => {
  await instance.json("up", "--file", file, "--yes");
  const { exitCode, cancelled } = await interrupt("down", "SIGTERM", async () =>
    (await machines()).every(({ status }) => status === "stopping"),
  );
  expect([exitCode, cancelled.length]).toEqual([143, names.length]);
  expect((await machines()).every(({ status }) => status === "running")).toBe(true);
});

it("destroy stops before the next machine", async () => {
  const { exitCode, told, cancelled } = await interrupt(
    ...(["destroy", "SIGINT"] as const),
    () => folders() < names.length,
    "--yes",
  );
  expect(exitCode).toBe(130);
  const gone = told.filter(({ changes }) => changes.includes("deleted")).length;
  expect([gone + cancelled.length, (await machines()).length]).toEqual([
    ...[names.length, cancelled.length],
  ]);
  expect(cancelled.length).toBeGreaterThan(0);
});
