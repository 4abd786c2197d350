import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import { buildGuestDisk } from "../../../e2e/rig/guest/disk.mjs";
import { guestRun } from "../../../e2e/rig/guest/run.mjs";
import type { FailureJson, MachineDetailJson, MachineJson } from "../../contract/app/cli.ts";
import type { ProjectMachineJson } from "../../contract/app/cli-care.ts";

/**
 * A project with one real guest and one whose disk is empty; each test goes on where the last
 * ended.
 */
let instance: Instance;
let file: string;

const project = (text: string) => writeFileSync(file, text);
const run = (verb: string, ...more: readonly string[]) =>
  instance.json<readonly ProjectMachineJson[]>(verb, "--file", file, ...more);
async function failing(verb: string, ...more: readonly string[]): Promise<unknown> {
  const done = await instance.virtray(verb, "--file", file, ...more, "--json");
  expect(done.exitCode).toBe(1);
  return JSON.parse(done.stdout);
}

const both = `machines:
  web:
    template: tiny
    memory: 256
    address: 192.168.100.50
    user-data:
      packages: [nginx]
    wait: [22]
    autostart: as-before
    forward: [8080:80]
  bare:
    template: empty
    memory: 32
`;

beforeAll(async () => {
  instance = makeInstance();
  const folder = join(instance.folder, "project");
  mkdirSync(folder);
  file = join(folder, "virtray.yaml");
  const image = join(instance.folder, "pattern.qcow2");
  await buildGuestDisk({ path: image, name: "pattern", address: "192.168.100.99" });
  const empty = join(instance.folder, "empty.raw");
  const sectors = Buffer.alloc(2 ** 20);
  sectors.set([0x55, 0xaa], 510);
  writeFileSync(empty, sectors);
  await instance.json("template", "add", "tiny", "--from", image);
  await instance.json("template", "add", "empty", "--from", empty);
});

afterAll(() => instance?.close());

it("names the place of a fault in the file, and does nothing", async () => {
  expect(await failing("up")).toMatchObject({ error: { code: "project-missing" } });
  project("machines:\n  web:\n    template: tiny\n    ram: 5\n");
  const told = (await failing("up")) as FailureJson;
  expect(told.error).toMatchObject({ code: "project-invalid" });
  expect(told.error.message).toBe(`${file}, line 4, column 5: “ram” is not a setting.`);
  expect(await instance.json("list")).toEqual([]);
});

it("creates and starts missing machines, and waits for their ports", async () => {
  await instance.json("lan", "up");
  project(both);
  expect(await run("up", "--yes")).toMatchObject([
    {
      name: "web",
      address: "192.168.100.50",
      changes: ["created", "autostart", "forwards", "started"],
      differs: [],
      error: null,
    },
    { name: "bare", changes: ["created", "started"], error: null },
  ]);
  expect(await guestRun("192.168.100.50", "hostname")).toBe("web");
  const page = await execa("curl", ["-sf", "-m", "3", "http://localhost:8080/"]);
  expect(page.stdout).toBe("web");
  const web = await instance.json<MachineDetailJson>("show", "web");
  expect(web.definition).toMatchObject({ memoryMiB: 256, autostart: { when: "as-before" } });
});

it("changes nothing the second time, and tells the differences", async () => {
  expect((await run("up")).map(({ changes }) => changes)).toEqual([[], []]);
  project(both.replace("memory: 32", "memory: 64"));
  expect(await run("up", "--yes")).toMatchObject([
    { changes: [], differs: [] },
    { changes: [], differs: ["memory: 32 ≠ 64"] },
  ]);
  const plain = await instance.virtray("up", "--file", file);
  expect(plain.stdout).not.toContain("asks for this");
  expect(plain.stdout).toContain("web: nothing to do (192.168.100.50)\n");
});

it("powers down, and says of whom it did not hear", async () => {
  project(both);
  expect(await failing("down", "--timeout", "12")).toMatchObject([
    { name: "web", changes: ["stopped"], error: null },
    { name: "bare", changes: [], error: { code: "machine-stop-timeout" } },
  ]);
  expect(await instance.json("list")).toMatchObject([
    { name: "bare", status: "running" },
    { name: "web", status: "stopped" },
  ]);
});

it("does not touch a machine of the same name that is not the project’s", async () => {
  project("machines:\n  bare: {template: tiny}\n");
  for (const verb of ["up", "down", "destroy"]) {
    const told = await failing(verb, ...(verb === "down" ? [] : ["--yes"]));
    expect(told).toMatchObject([{ changes: [], error: { code: "project-foreign" } }]);
  }
});

it("destroys after it was asked to, and only then", async () => {
  project(both);
  const asked = await instance.virtray("destroy", "--file", file);
  expect(asked).toMatchObject({ exitCode: 0 });
  expect(asked.stdout).toContain("web, bare");
  expect(await instance.json<readonly MachineJson[]>("list")).toHaveLength(2);
  expect(await run("destroy", "--yes")).toMatchObject([
    { name: "web", changes: ["deleted"] },
    { name: "bare", changes: ["stopped", "deleted"] },
  ]);
  expect(await instance.json("list")).toEqual([]);
  expect((await run("destroy", "--yes")).map(({ id, changes }) => [id, changes])).toEqual([
    [null, []],
    [null, []],
  ]);
});
