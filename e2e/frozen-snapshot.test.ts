import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { projectFolder } from "../build/project.mjs";
import { pathsFrom } from "../electron/adapters/files/paths.ts";
import { ownBundle } from "../electron/adapters/own-install/bundle.ts";
import { askAgent } from "../electron/adapters/qemu/agent/guest-agent.ts";
import { machineRuntime } from "../electron/adapters/qemu/runtime.ts";
import type { FailureJson } from "../electron/contract/app/cli.ts";
import type { SnapshotJson } from "../electron/contract/app/cli-storage.ts";
import { type RealApp, startRealApp } from "./rig/app/real-app.ts";
import { closeAll } from "./rig/close-all.ts";
import { type Instance, makeInstance } from "./rig/command.ts";
import { startDesktop } from "./rig/desktop/desktop.ts";
import type { Desktop } from "./rig/desktop/desktop-type.ts";
import { buildGuestDisk } from "./rig/guest/disk.mjs";
import { until } from "./rig/until.ts";

/** Snapshots of a running machine's disks, while the agent of a real guest holds its file systems still. */
let instance: Instance;
let agent: string;
let desktop: Desktop | undefined;
let app: RealApp | undefined;

/** Returns whether the guest's agent holds its file systems: frozen or thawed. */
async function standing(): Promise<string> {
  const command = '{"execute":"guest-fsfreeze-status"}';
  const answer = await askAgent(agent, command, { timeoutMs: 5000, mostBytes: 4096 });
  return typeof answer === "string" ? answer : String((answer as { return?: unknown }).return);
}

/** Mounts a file system that can be held in the guest: its own lies in memory. */
async function mountData(): Promise<void> {
  const load = "cd /modules/ext4 && for each in $(cat order); do insmod $each.ko; done";
  const script = `${load}; mkdir -p /data && mount -t ext4 /dev/vdb /data`;
  const done = await instance.virtray("exec", "web", "--", "sh", "-c", script);
  if (done.exitCode !== 0) throw new Error(done.stderr);
}

const list = () => instance.json<readonly SnapshotJson[]>("snapshot", "list", "web");

beforeAll(async () => {
  instance = makeInstance();
  for (const [name, hasAgent] of [
    ["web", true],
    ["db", false],
  ] as const) {
    const path = join(instance.folder, `${name}.qcow2`);
    await buildGuestDisk({ path, name, address: "192.168.100.1", agent: hasAgent });
    await instance.json("add", name, "--disk", path, "--memory", "256");
  }
  const raw = join(instance.folder, "data.raw");
  await execa("mkfs.ext4", ["-q", raw, "16M"]);
  const data = join(instance.folder, "data.qcow2");
  await execa("qemu-img", ["convert", "-O", "qcow2", raw, data]);
  await instance.json("disk", "add", "web", "--file", data);
  await instance.json("start", "web", "db");
  const { id } = await instance.machine("web", ({ status }) => status === "running");
  agent = machineRuntime(pathsFrom(instance.env, 0), id).qemu.agent;
  await until("the agent", async () => (await standing()) === "thawed", 120);
  await mountData();
});

afterAll(() => closeAll(app, desktop, instance));

it("a snapshot without memory is taken while the machine runs on", async () => {
  const { pid } = await instance.machine("web", () => true);
  await instance.json("snapshot", "take", "web", "still", "--disk-only");
  expect(await list()).toMatchObject([{ name: "still", memoryBytes: 0, whole: true }]);
  expect(await standing()).toBe("thawed");
  expect((await instance.virtray("exec", "web", "--", "touch", "/data/on")).exitCode).toBe(0);
  expect(await instance.machine("web", () => true)).toMatchObject({ pid, status: "running" });
});

it("a guest without an agent is left alone, and what helps is told", async () => {
  const done = await instance.virtray("snapshot", "take", "db", "still", "--disk-only", "--json");
  expect(done.exitCode).toBe(1);
  expect((JSON.parse(done.stdout) as FailureJson).error.code).toBe("snapshot-no-agent");
  expect(await instance.json("snapshot", "list", "db")).toEqual([]);
});

it("file systems go on if Virtray is killed while it holds them", async () => {
  const program = join(instance.folder, "killed.ts");
  const from = (path: string) => JSON.stringify(join(projectFolder, "electron/adapters", path));
  const thaw = [process.execPath, ownBundle("cli"), "snapshot", "thaw"];
  writeFileSync(
    program,
    `import { runAfterUs } from ${from("process/after-us.ts")};
import { freezeGuest } from ${from("qemu/agent/guest-agent.ts")};
export async function main() {
  runAfterUs(${JSON.stringify([...thaw, "web"])});
  await freezeGuest(${JSON.stringify(agent)});
  return new Promise((resolve) => setTimeout(resolve, 600_000, 1));
}`,
  );
  const runner = join(projectFolder, "build/run-typescript.mjs");
  const child = spawn(process.execPath, [runner, program], {
    env: { ...process.env, ...instance.env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await until("the guest to be held", async () => (await standing()) === "frozen");
  child.kill("SIGKILL");
  await until("the guest to go on", async () => (await standing()) === "thawed");
});

it("the command lets file systems go on, too, and does no harm otherwise", async () => {
  await askAgent(agent, '{"execute":"guest-fsfreeze-freeze"}', {
    timeoutMs: 5000,
    mostBytes: 4096,
  });
  expect(await standing()).toBe("frozen");
  for (let times = 0; times < 2; times++) await instance.json("snapshot", "thaw", "web");
  expect(await standing()).toBe("thawed");
});

it("its disk is restored, and deleted again while the machine runs", async () => {
  await instance.json("snapshot", "take", "web", "other", "--disk-only");
  await instance.json("snapshot", "delete", "web", "other");
  expect((await list()).map(({ name }) => name)).toEqual(["still"]);
  await instance.json("snapshot", "restore", "web", "still", "--no-undo");
  expect(await instance.machine("web", () => true)).toMatchObject({ status: "stopped" });
  await instance.json("start", "web");
  await until("the agent again", async () => (await standing()) === "thawed", 120);
  await mountData();
  const { stdout } = await instance.virtray("exec", "web", "--", "dmesg");
  // A frozen file system needs no repair.
  expect(stdout).not.toMatch(/EXT4-fs \(vdb\): recovery complete|orphan cleanup/);
});

it("the window takes one while the machine runs on, where an agent answers only", async () => {
  desktop = await startDesktop({});
  app = await startRealApp({ ...instance.env, ...desktop.env });
  const page = await app.dashboard();
  await page.getByTestId("machine-row-db").getByRole("button").click();
  await page.getByRole("tab", { name: "Snapshots" }).click();
  await page.getByText("Saves disks and memory.").waitFor();
  const box = page.getByLabel("With memory");
  expect(await box.count()).toBe(0);
  await page.getByTestId("machine-row-web").getByRole("button").click();
  await page.getByRole("tab", { name: "Snapshots" }).click();
  await box.uncheck();
  await page.getByText("Saves the disks while the machine runs on.").waitFor();
  await page.getByLabel("Name of the new snapshot").fill("by hand");
  await page.getByRole("button", { name: "Take snapshot" }).click();
  await page.getByText("by hand").waitFor();
  expect((await list()).at(-1)).toMatchObject({ name: "by hand", memoryBytes: 0, whole: true });
  expect(await standing()).toBe("thawed");
});
