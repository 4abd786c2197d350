import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ActionJson, MachineJson } from "../../electron/contract/app/cli.ts";
import { closeAll } from "../rig/close-all.ts";
import { type Instance, makeInstance } from "../rig/command.ts";
import { debianImage } from "../rig/guest/debian.mjs";
import { makeKey } from "../rig/guest/login.ts";
import { makeUplink, type TestUplink } from "../rig/lan/test-net.ts";
import { until } from "../rig/until.ts";

/** Set-ups of a real Debian that do not succeed, as cloud-init tells of them. All machines boot at once. */
let instance: Instance;
let uplink: TestUplink | undefined;

/** Emulated guests on a busy computer need up to that long to boot. */
const guestMinutes = 60;

const userData = {
  package: "packages: [no-such-package]\n",
  // A colon makes it a map, which is what people stumble over most.
  shape: "runcmd:\n  - echo state: ready\n",
  command: 'runcmd:\n  - [sh, -c, "echo cannot reach the database >&2; exit 3"]\n',
  endless: "runcmd:\n  - [sleep, infinity]\n",
} as const;
type Name = keyof typeof userData;
const names = Object.keys(userData) as readonly Name[];

/** The line by which each of them fails. */
const lines = {
  package: "E: Unable to locate package no-such-package",
  shape: "Running module runcmd",
  command: "Failed to run module scripts-user (scripts in /var/lib/cloud/instance/scripts)",
} as const;
const failing = Object.keys(lines) as readonly (keyof typeof lines)[];

async function machineOf(name: Name): Promise<MachineJson | undefined> {
  const machines = await instance.json<readonly MachineJson[]>("list");
  return machines.find((machine) => machine.name === name);
}

/** Waits for a machine by the command, which is to fail; returns its error. */
async function waitInVain(name: Name, seconds: number) {
  const done = await instance.virtray("wait", name, "--timeout", String(seconds), "--json");
  expect(done.exitCode).toBe(1);
  const [ended] = JSON.parse(done.stdout) as readonly ActionJson[];
  return ended?.error ?? null;
}

beforeAll(async () => {
  instance = makeInstance();
  const home = join(instance.folder, "home");
  await makeKey(home);
  instance.env["HOME"] = home;
  await instance.json("lan", "up");
  const image = await debianImage();
  await instance.json("template", "add", "debian", "--from", image, "--user", "debian");
  for (const name of names) {
    const path = join(instance.folder, `${name}.yaml`);
    writeFileSync(path, `#cloud-config\n${userData[name]}`);
    const own = ["--memory", "512", "--user-data", path];
    await instance.json("create", name, "--template", "debian", ...own);
  }
  await instance.json("start", ...names);
});

afterAll(() => closeAll(instance, uplink));

it.each(failing)("a set-up with a bad %s ends the wait with its line", async (name) => {
  const error = await waitInVain(name, guestMinutes * 60);
  expect(error).toMatchObject({ code: "setup-failed" });
  expect(error?.message).toContain(lines[name]);
});

it("they are listed with it, for people and for programs", async () => {
  const { stdout, stderr } = await instance.virtray("list");
  console.log(stdout, stderr);
  for (const name of failing) {
    expect(stdout).toMatch(new RegExp(`^${name} +set-up failed `, "m"));
    expect(stderr).toContain(lines[name]);
    expect(await machineOf(name)).toMatchObject({
      status: "running",
      setup: "failed",
      setupLine: expect.stringContaining(lines[name]),
      problemCode: "setup-failed",
    });
  }
});

describe("a set-up without an end", () => {
  it("is told with its step, and as one that lacks a way out", async () => {
    const machine = await until(
      "its last step",
      async () => {
        const found = await machineOf("endless");
        return found?.setupStep === "final" && (found.setupSeconds ?? 0) > 60 ? found : null;
      },
      guestMinutes * 60,
    );
    expect(machine).toMatchObject({ setup: "setting-up", problemCode: "setup-no-way-out" });
    expect(await waitInVain("endless", 5)).toMatchObject({ code: "setup-no-way-out" });
  });

  it("is waited for in vain where there is one, and the machine goes on", async () => {
    uplink = await makeUplink("eth0", 1);
    await uplink.addDefaultRoute(100);
    const machine = await until("the way out to be seen", async () => {
      const found = await machineOf("endless");
      return found?.problemCode === null ? found : null;
    });
    expect(machine).toMatchObject({ status: "running", setup: "setting-up", setupStep: "final" });
    const error = await waitInVain("endless", 5);
    expect(error).toMatchObject({ code: "machine-not-ready" });
    expect(await machineOf("endless")).toMatchObject({ status: "running" });
  });
});
