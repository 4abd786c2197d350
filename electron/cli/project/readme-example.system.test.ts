import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { projectFolder } from "../../../build/project.mjs";
import { type Instance, makeInstance } from "../../../e2e/rig/command.ts";
import { buildGuestDisk } from "../../../e2e/rig/guest/disk.mjs";
import { until } from "../../../e2e/rig/until.ts";
import type { ShareJson } from "../../contract/app/cli.ts";
import type { ProjectMachineJson } from "../../contract/app/cli-care.ts";

/** The README's project as it stands there, with two real guests. */
let instance: Instance;
let folder: string;

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const run = async (...words: readonly string[]) => {
  const file = join(folder, "virtray.yaml");
  const done = await instance.virtray(...words, "--file", file, "--yes", "--json");
  const outcomes = JSON.parse(done.stdout) as readonly ProjectMachineJson[];
  const told = outcomes.map(({ name, changes, error }) => [name, changes, error?.code ?? null]);
  return [done.exitCode, told];
};
const up = () => run("up");
const shares = () => instance.json<readonly ShareJson[]>("share", "list", "web");
const inside = async (name: string, command: string) =>
  (await instance.virtray("ssh", name, "--", command)).stdout;

beforeAll(async () => {
  instance = makeInstance();
  instance.env["HOME"] = instance.folder;
  delete instance.env["SSH_AUTH_SOCK"];
  folder = join(instance.folder, "project");
  for (const each of [folder, join(instance.folder, ".ssh")]) mkdirSync(each, { mode: 0o700 });
  const key = join(instance.folder, ".ssh/work_key");
  await execa("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
  const image = join(instance.folder, "pattern.qcow2");
  const address = "192.168.100.99";
  await buildGuestDisk({ path: image, name: "pattern", address, agent: true });
  await instance.json("template", "add", "debian", "--from", image, "--user", "root");
  await instance.json("lan", "up");
  const readme = readFileSync(join(projectFolder, "README.md"), "utf8");
  write("virtray.yaml", /```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? "");
  write("word", "from the folder\n");
  write("db.sh", "sleep 2\necho done >/root/db\n");
  write("web.sh", "cat /src/word >/root/word\n");
});

afterAll(() => instance?.close());

it("comes up in its order, with the folder there for the steps", async () => {
  const db = ["db", ["created", "started", "provisioned"], null];
  const web = ["web", ["created", "forwards", "shares", "started", "provisioned"], null];
  expect(await up()).toEqual([0, [db, web]]);
  expect(await inside("web", "cat /root/word")).toBe("from the folder");
  expect(await shares()).toMatchObject([{ guestFolder: "/src", state: "mounted" }]);
  const { definition } = await instance.json<{ readonly definition: { createdAt: string } }>(
    ...["show", "web"],
  );
  const written = Number(await inside("db", "stat -c %Y /root/db")) * 1000;
  expect(Date.parse(definition.createdAt)).toBeGreaterThan(written);
});

it("has nothing to do the second time", async () => {
  expect(await up()).toEqual([
    0,
    [
      ["db", [], null],
      ["web", [], null],
    ],
  ]);
});

it("has a folder again whose server has ended, before the steps run", async () => {
  write("word", "from there again\n");
  const { stdout } = await execa("pgrep", ["-f", "virtiofsd.*--fd=3"]);
  for (const pid of stdout.split("\n")) process.kill(Number(pid), "SIGKILL");
  await until("the end to be told", async () => (await shares())[0]?.state === "failed");
  expect(await run("provision", "--again", "web")).toEqual([0, [["web", ["provisioned"], null]]]);
  expect(await inside("web", "cat /root/word")).toBe("from there again");
});
