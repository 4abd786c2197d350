import { join } from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import { until } from "../../../e2e/rig/until.ts";
import type { ActionJson, MachineJson } from "../../contract/app/cli.ts";

let instance: Instance;
beforeAll(async () => {
  instance = makeInstance();
  for (const name of ["web", "db"]) {
    const disk = join(instance.folder, `${name}.qcow2`);
    await execa("qemu-img", ["create", "-q", "-f", "qcow2", disk, "16M"]);
  }
  await add("web");
});
afterAll(() => instance?.close());

const add = (name: string) => {
  const disk = join(instance.folder, `${name}.qcow2`);
  return instance.json("add", name, "--disk", disk, "--memory", "32", "--accel", "tcg");
};

interface Line {
  readonly event: string;
  readonly machine: MachineJson;
}

it("writes a line for each change, and ends by a signal", async () => {
  const program = join(import.meta.dirname, "../../../build/virtray.mjs");
  const watching = execa(process.execPath, [program, "watch", "--json"], { env: instance.env });
  const lines: Line[] = [];
  createInterface({ input: watching.stdout }).on("line", (line) => {
    lines.push(JSON.parse(line) as Line);
  });
  const told = (event: string, name: string, is: (machine: MachineJson) => boolean = () => true) =>
    until(`${event} ${name}`, async () =>
      lines.some((line) => line.event === event && line.machine.name === name && is(line.machine)),
    );
  await told("present", "web");
  await add("db");
  await told("added", "db");
  await instance.json("mark", "web", "--tag", "prod", "--note", "mine");
  await told("changed", "web", ({ tags, note }) => tags[0] === "prod" && note === "mine");
  await instance.json("start", "--tag", "prod");
  await told("changed", "web", ({ status }) => status === "running");
  await instance.json("delete", "db");
  await told("removed", "db");
  watching.kill("SIGINT");
  expect((await watching).exitCode).toBe(0);
});

it("chooses machines by a tag, or all that the command fits", async () => {
  const named = async (...args: readonly string[]) =>
    (await instance.json<readonly ActionJson[]>(...args)).map(({ name }) => name);
  await add("db");
  expect(await named("start", "--tag", "prod")).toEqual([]);
  expect(await named("start", "--all")).toEqual(["db"]);
  expect(await named("stop", "--timeout", "0", "--tag", "nobody")).toEqual([]);
  expect((await instance.virtray("start", "web", "--all")).exitCode).toBe(2);
  expect((await instance.virtray("stop")).exitCode).toBe(2);
});

it("lists machines for Ansible", async () => {
  const found = await instance.json<Record<string, unknown>>("inventory", "--list");
  expect(found).toMatchObject({
    virtray: { hosts: ["db", "web"] },
    tag_prod: { hosts: ["web"] },
    _meta: { hostvars: { web: { ansible_host: "192.168.100.1" } } },
  });
  const web = await instance.json("inventory", "--host", "web");
  expect(web).toMatchObject({ ansible_host: "192.168.100.1" });
  expect((await instance.virtray("inventory")).exitCode).toBe(2);
});
