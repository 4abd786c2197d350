import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { LanJson, MachineJson } from "../electron/contract/app/cli.ts";
import type { FindingJson } from "../electron/contract/app/cli-care.ts";
import type { TrashedJson } from "../electron/contract/app/cli-storage.ts";
import { type Instance, makeInstance } from "./rig/command.ts";
import { buildGuestDisk } from "./rig/guest/disk.mjs";
import { qemuProcesses } from "./rig/machines.ts";
import { until } from "./rig/until.ts";

/**
 * A person's day in two sessions: what the first one started is found from the second one, which has
 * another folder for what runs, or none. Every test goes on where the one before ended.
 */
let first: Instance;
let id: string;
const runtime = () => first.env["XDG_RUNTIME_DIR"] ?? "";

beforeAll(async () => {
  first = makeInstance();
  const disk = join(first.folder, "web.qcow2");
  await buildGuestDisk({ path: disk, name: "web", address: "192.168.100.1" });
  await first.json("lan", "up");
  await first.json("add", "web", "--disk", disk, "--memory", "256", "--accel", "tcg");
  await first.json("start", "web");
  ({ id } = await first.machine("web", ({ reachable }) => reachable === true));
});

afterAll(async () => {
  await first?.close();
});

/** Runs the command as the same user in another session: by ssh with a folder, by cron without one. */
async function inSession(kind: "ssh" | "cron", ...args: readonly string[]) {
  const folder = join(first.folder, "other-session");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const script = join(import.meta.dirname, "../build/virtray.mjs");
  const { exitCode, stdout, stderr } = await execa(process.execPath, [script, ...args], {
    env: { ...first.env, XDG_RUNTIME_DIR: kind === "ssh" ? folder : undefined },
    ...{ extendEnv: false, reject: false, stdin: "ignore" },
  });
  return { exitCode, stdout, stderr };
}

async function jsonInSession<T>(kind: "ssh" | "cron", ...args: readonly string[]): Promise<T> {
  const done = await inSession(kind, ...args, "--json");
  if (done.exitCode !== 0) throw new Error(JSON.stringify(done));
  return JSON.parse(done.stdout) as T;
}

const web = async (machines: Promise<readonly MachineJson[]>) => (await machines)[0];
const pidOf = async () => (await web(first.json("list")))?.pid ?? 0;

it.each(["ssh", "cron"] as const)(
  "a session by %s sees machine and LAN as they are",
  async (by) => {
    expect(await web(jsonInSession(by, "list"))).toMatchObject({
      ...{ name: "web", status: "running", pid: await pidOf(), reachable: true, problem: null },
    });
    expect(await jsonInSession<LanJson>(by, "lan", "status")).toMatchObject({ status: "on" });
  },
);

it("a machine that runs is deleted in no session", async () => {
  const refused = await inSession("ssh", "delete", "web");
  expect([refused.exitCode, refused.stderr]).toEqual([
    1,
    expect.stringContaining("“web” is running"),
  ]);
  expect((await web(first.json("list")))?.status).toBe("running");
});

it("another session pauses, resumes, stops and starts it", async () => {
  await jsonInSession("ssh", "pause", "web");
  expect((await web(first.json("list")))?.status).toBe("paused");
  await jsonInSession("cron", "resume", "web");
  await jsonInSession("ssh", "stop", "web", "--timeout", "240");
  expect((await web(first.json("list")))?.status).toBe("stopped");
  await jsonInSession("ssh", "start", "web");
  await first.machine("web", ({ reachable }) => reachable === true);
  expect(qemuProcesses(id)).toEqual([await pidOf()]);
});

it("switching the LAN on once more leaves it as it is", async () => {
  expect(await jsonInSession<LanJson>("ssh", "lan", "up")).toMatchObject({ status: "on" });
  expect((await web(first.json("list")))?.reachable).toBe(true);
});

it("a machine whose session’s folder has gone runs, says so, and can be ended", async () => {
  const pid = await pidOf();
  rmSync(join(runtime(), "virtray", id), { recursive: true });
  const shown = { status: "running", pid, problem: expect.stringContaining("does not answer") };
  expect(await web(jsonInSession("ssh", "list"))).toMatchObject(shown);
  expect((await inSession("ssh", "delete", "web")).stderr).toContain("“web” is running");
  expect((await inSession("ssh", "stop", "web")).stderr).toContain("does not answer");
  await jsonInSession("ssh", "kill", "web");
  expect(await web(first.json("list"))).toMatchObject({ status: "stopped", pid: null });
  expect(qemuProcesses(id)).toEqual([]);
});

it("what nothing tells of is seen by its disk: it is neither deleted nor erased", async () => {
  await first.json("start", "web");
  const pid = await pidOf();
  rmSync(join(runtime(), "virtray", id), { recursive: true });
  const own = join(first.folder, "data/virtray/machines", id);
  rmSync(join(own, "process.json"));
  for (const args of [
    ["delete", "web"],
    ["export", "web", "--to", join(first.folder, "copy.qcow2")],
  ]) {
    const refused = await inSession("ssh", ...args);
    expect([args[0], refused.exitCode, refused.stderr]).toEqual([
      ...[args[0], 1],
      expect.stringContaining(`qemu-system-x86 (${pid})`),
    ]);
  }
  expect(existsSync(own)).toBe(true);
  process.kill(pid, "SIGKILL");
  await until("its end", () => qemuProcesses(id).length === 0);
});

it("the doctor removes no folder in which a machine lives", async () => {
  await first.json("start", "web");
  const pid = await pidOf();
  const own = join(first.folder, "data/virtray/machines", id);
  await execa("mv", [own, join(first.folder, "aside")]);
  const findings = JSON.parse(
    (await inSession("ssh", "doctor", "--json")).stdout,
  ) as readonly FindingJson[];
  expect(findings.filter(({ todo }) => todo?.includes("rm -r"))).toEqual([]);
  expect(findings.find((each) => each.id === `orphan-${id}`)?.what).toContain(id);
  await execa("mv", [join(first.folder, "aside"), own]);
  expect(await pidOf()).toBe(pid);
  await first.json("kill", "web");
});

it("once nothing runs, a session uses its own folder, and the LAN goes off as everywhere", async () => {
  await jsonInSession("ssh", "lan", "down");
  expect(await first.json<LanJson>("lan", "status")).toMatchObject({ status: "off" });
  expect(existsSync(join(runtime(), "virtray/switch/lan.mgmt"))).toBe(false);
  await jsonInSession("ssh", "start", "web");
  expect(existsSync(join(first.folder, "other-session/virtray", id, "command.qmp"))).toBe(true);
  expect(await pidOf()).toBe((await web(jsonInSession("cron", "list")))?.pid);
  await first.json("kill", "web");
  await jsonInSession("cron", "delete", "web");
  expect(await first.json<readonly TrashedJson[]>("trash", "list")).toMatchObject([{ id }]);
});
