import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import { buildGuestDisk } from "../../../e2e/rig/guest/disk.mjs";
import type { ProjectMachineJson } from "../../contract/app/cli-care.ts";

/** A project of two real guests, one of which comes after the other; each test goes on from the last. */
let instance: Instance;
let folder: string;

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const run = async (...args: readonly string[]) => {
  const file = join(folder, "virtray.yaml");
  const done = await instance.virtray(...args, "--file", file, "--yes", "--json");
  const outcomes = JSON.parse(done.stdout) as readonly ProjectMachineJson[];
  const told = Object.fromEntries(outcomes.map(({ name, changes }) => [name, changes]));
  return { ...done, outcomes, told };
};
const inside = async (name: string, command: string) => {
  const done = await instance.virtray("ssh", name, "--", command);
  expect(done.exitCode).toBe(0);
  return done.stdout;
};

const project = `defaults:
  template: tiny
  memory: 256
  env: { MODE: test, TEXT: "it's “so”" }
machines:
  web:
    after: db
    tags: [prod]
    note: the web
    provision:
      - run: set-up.sh
        when: changed
      - { run: "echo always >>/root/always", when: always }
  db:
    protected: true
    provision:
      - run: |
          sleep 2
          echo "$MODE $TEXT" >/root/db
          id -un; printf '\\033]0;owned\\007\\n'
`;

beforeAll(async () => {
  instance = makeInstance();
  instance.env["HOME"] = instance.folder;
  delete instance.env["SSH_AUTH_SOCK"];
  folder = join(instance.folder, "project");
  mkdirSync(folder);
  mkdirSync(join(instance.folder, ".ssh"), { mode: 0o700 });
  const key = join(instance.folder, ".ssh/work_key");
  await execa("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
  const image = join(instance.folder, "pattern.qcow2");
  await buildGuestDisk({ path: image, name: "pattern", address: "192.168.100.99" });
  await instance.json("template", "add", "tiny", "--from", image, "--user", "root");
  await instance.json("lan", "up");
  write("virtray.yaml", project);
  write("set-up.sh", "date +%s >/root/web\necho web says hello\n");
});

afterAll(() => instance?.close());

it("brings machines up in their order, and provisions them with the output at once", async () => {
  const up = await run("up");
  expect([up.exitCode, up.told]).toEqual([
    0,
    {
      db: ["created", "marked", "started", "provisioned"],
      web: ["created", "marked", "started", "provisioned"],
    },
  ]);
  expect(up.stderr).toContain("web: web says hello");
  expect(up.stderr).toContain("db: \\x1b]0;owned\\x07");
  expect(await inside("db", "cat /root/db")).toBe("test it's “so”");
  // The first one was ready before the second one was made; its clock starts with a whole second.
  const { createdAt } = await definitionOf("web");
  const written = Number(await inside("db", "stat -c %Y /root/db")) * 1000;
  expect(Date.parse(createdAt)).toBeGreaterThan(written - 1000);
  expect(await definitionOf("web")).toMatchObject({ tags: ["prod"], note: "the web" });
  expect(await definitionOf("db")).toMatchObject({ protected: true });
  const log = readFileSync(
    join(instance.folder, "data/virtray/machines", await idOf("web"), "provision.log"),
    "utf8",
  );
  expect(log).toMatch(/^--- \S+ set-up\.sh \(root\)\nweb says hello\n/);
});

it("has nothing to do the second time but what runs always", async () => {
  expect((await run("up")).told).toEqual({ db: [], web: ["provisioned"] });
  expect(await inside("web", "cat /root/always")).toBe("always\nalways");
  write("virtray.yaml", project.replace(/\n.*run: "echo always.*/, ""));
  expect((await run("up")).told).toEqual({ db: [], web: [] });
});

it("runs a step again that has changed, and stops at the first that fails", async () => {
  const more = "      - run: echo never >/root/never\n";
  write("virtray.yaml", project.replace(/\n.*run: "echo always.*/, `\n${more.trimEnd()}`));
  write("set-up.sh", "echo one\nls /nowhere\necho two\n");
  const failed = await run("provision", "web");
  expect(failed.exitCode).toBe(1);
  expect(failed.outcomes).toMatchObject([
    { name: "web", changes: [], error: { code: "provision-failed" } },
  ]);
  expect(failed.stderr).toMatch(/set-up\.sh failed in “web” with exit code \d+: “ls: .*nowhere/);
  expect(failed.stderr).not.toContain("web: two");
  expect(await inside("web", "ls /root/never || true")).toBe("");
  write("set-up.sh", "echo mended\n");
  expect((await run("provision", "web")).told).toEqual({ web: ["provisioned"] });
  expect(await inside("web", "cat /root/never")).toBe("never");
  expect((await run("provision", "web")).told).toEqual({ web: [] });
  expect((await run("provision", "--again", "web")).told).toEqual({ web: ["provisioned"] });
});

it("makes a machine anew, and refuses it for a protected one", async () => {
  const before = await idOf("web");
  const up = await run("up", "--recreate", "web");
  expect(up.told).toEqual({ db: [], web: ["created", "marked", "started", "provisioned"] });
  expect(await idOf("web")).not.toBe(before);
  const refused = await run("up", "--recreate", "db");
  expect(refused.outcomes).toMatchObject([
    { name: "db", error: { code: "machine-protected" } },
    { name: "web", error: { code: "project-after-failed" } },
  ]);
  await instance.json("mark", "db", "--unprotect");
});

async function definitionOf(name: string) {
  const { definition } = await instance.json<{
    readonly definition: { readonly id: string; readonly createdAt: string };
  }>("show", name);
  return definition;
}

async function idOf(name: string): Promise<string> {
  return (await definitionOf(name)).id;
}
