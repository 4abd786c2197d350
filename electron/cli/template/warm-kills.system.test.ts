import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import { isLongForm, stepToTry } from "../../../e2e/rig/forms.mjs";
import { buildGuestDisk } from "../../../e2e/rig/guest/disk.mjs";
import { qemuProcesses } from "../../../e2e/rig/machines.ts";
import { until } from "../../../e2e/rig/until.ts";
import type { MachineJson } from "../../contract/app/cli.ts";
import type { TemplateJson } from "../../contract/app/cli-storage.ts";

const program = join(import.meta.dirname, "../../../build/virtray.mjs");
const warm = ["template", "warm", "tiny", "--memory", "128"] as const;
const warmed = "warm-128x1";
let instance: Instance;
let id: string;
let folder: string;

beforeAll(async () => {
  instance = makeInstance();
  const image = join(instance.folder, "pattern.qcow2");
  await buildGuestDisk({ path: image, name: "pattern", address: "192.168.100.99", wake: true });
  const add = ["template", "add", "tiny", "--from", image, "--user", "root"];
  ({ id } = await instance.json<TemplateJson>(...add));
  folder = join(instance.folder, "data/virtray/templates", id);
});

afterAll(() => instance?.close());

const draft = (...names: readonly string[]) => join(folder, ".warm-new", ...names);

it("a warming that is killed leaves no guest and nothing that counts, and works when it is repeated", async () => {
  const base = readFileSync(join(folder, "base.qcow2"));
  for (const [what, is] of [
    ["its files", () => existsSync(draft())],
    ["its guest", () => qemuProcesses(id).length > 0],
    ["its state", () => existsSync(draft("state"))],
  ] as const) {
    const child = spawn(process.execPath, [program, ...warm], {
      ...{ env: instance.env, stdio: "ignore" },
    });
    const ended = once(child, "exit");
    await until(what, is, 120);
    child.kill("SIGKILL");
    await ended;
    await until("the end of its guest", () => qemuProcesses(id).length === 0);
    expect(existsSync(join(folder, warmed))).toBe(false);
    expect(await instance.json("template", "list")).toMatchObject([
      { name: "tiny", problem: null, clones: [] },
    ]);
  }
  await instance.json(...warm);
  expect(readdirSync(folder).filter((name) => name.includes("warm"))).toEqual([warmed]);
  expect(readFileSync(join(folder, "base.qcow2")).equals(base)).toBe(true);
}, 400_000);

it("a machine whose creation is killed is not there, or boots", async () => {
  const ram = () => readFileSync(join(folder, warmed, "ram"));
  const before = ram();
  const killer = pathToFileURL(join(import.meta.dirname, "../../../e2e/rig/kill-at.mjs"));
  const create = ["create", "web", "--template", "tiny", "--memory", "128", "--cpus", "1"];
  const machines = join(instance.folder, "data/virtray/machines");
  let kills = 0;
  for (let killAt = 1; ; killAt += stepToTry(2)) {
    const { exitCode } = await execa(process.execPath, [program, ...create], {
      env: {
        ...instance.env,
        NODE_OPTIONS: `--import=${killer}`,
        KILL_AT: String(killAt),
        KILL_BELOW: machines,
      },
      ...{ extendEnv: false, reject: false, stdin: "ignore" },
    });
    if (exitCode === 0) break;
    kills += 1;
    const [machine] = await instance.json<readonly MachineJson[]>("list");
    if (machine === undefined) continue;
    const isWaking = existsSync(join(machines, machine.id, "waking"));
    if (machine.pid !== null) {
      expect(machine).toMatchObject(
        isWaking
          ? { status: "failed", problemCode: "machine-unwoken" }
          : { status: "running", problem: null },
      );
    }
    if (isWaking) {
      await instance.json("start", "web");
      const left = readdirSync(join(machines, machine.id)).filter((name) =>
        /waking|new/.test(name),
      );
      expect(left).toEqual([]);
      expect(await instance.json("list")).toMatchObject([{ status: "running", problem: null }]);
    }
    await instance.virtray("kill", "web");
    await instance.json("delete", "web");
    await instance.json("trash", "empty");
  }
  expect(kills).toBeGreaterThan(isLongForm ? 8 : 4);
  expect(await instance.json("list")).toMatchObject([{ name: "web", status: "running" }]);
  expect(ram().equals(before)).toBe(true);
}, 400_000);
