import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { makeMachines, qemuProcesses, type TestMachines } from "../../../../e2e/rig/machines.ts";
import { until } from "../../../../e2e/rig/until.ts";
import { createLoginEntry } from "../../../adapters/desktop/login-entry.ts";
import { askQmp } from "../../../adapters/qemu/qmp-client.ts";
import { machineRuntime } from "../../../adapters/qemu/runtime.ts";
import { appError, fail, ok } from "../../../contract/errors/app-error.ts";
import type { AutostartWhen } from "../../../contract/machine/machine.ts";
import { resumeWork } from "./autostart.ts";

let test: TestMachines;
beforeEach(() => {
  test = makeMachines();
});
afterEach(() => test.close());

async function add(name: string, when: AutostartWhen, order = 50): Promise<string> {
  const { id } = await test.add(name);
  expect(await test.machines.setAutostart(id, { when, order })).toEqual(ok(undefined));
  return id;
}

/** The computer goes down as by a loss of power and comes up again: nothing in /run is left. */
async function reboot(): Promise<void> {
  for (const { id, pid } of (await test.machines.list()).machines) {
    if (pid === null) continue;
    process.kill(pid, "SIGKILL");
    await until("its end", () => qemuProcesses(id).length === 0);
  }
  rmSync(test.paths.runtime, { recursive: true });
}

const lan = (status: "on" | "off") => ({ read: async () => ({ lan: { status } }) as never });

const resume = (status: "on" | "off" = "on", lanUp = async () => ok(undefined)) =>
  resumeWork({
    machines: test.machines,
    network: lan(status),
    lanUp,
    start: (id) => test.machines.start(id),
    hostLoad: async () => ({ busyShare: 0, freeMiB: 8192 }),
  });

it("after a reboot those run that should, once, in their order", async () => {
  const never = await add("never", "never");
  const first = await add("z-first", "always", 1);
  const ran = await add("ran", "as-before", 2);
  const stopped = await add("stopped", "as-before", 3);
  const killed = await add("killed", "as-before", 3);
  for (const id of [never, ran, stopped, killed]) await test.machines.start(id);
  await askQmp(machineRuntime(test.paths, stopped).qemu.commandQmp, "quit");
  await test.machines.kill(killed);
  await test.machines.start(stopped);
  await test.machines.kill(stopped);
  await reboot();

  const report = await resume();
  expect(report).toEqual({
    lan: null,
    machines: [
      { id: first, name: "z-first", error: null },
      { id: ran, name: "ran", error: null },
    ],
  });
  const { machines } = await test.machines.list();
  const running = machines.filter(({ status }) => status === "running");
  expect(running.map(({ name }) => name)).toEqual(["ran", "z-first"]);
  for (const { id, pid } of running) expect(qemuProcesses(id)).toEqual([pid]);
  const [later, earlier] = running.map(({ startedAt }) => startedAt ?? 0);
  expect(later).toBeGreaterThan(earlier ?? 0);

  expect(await resume()).toEqual({ lan: null, machines: [] });
});

it("a start waits while the computer is busy with the one before", async () => {
  await add("a", "always");
  await add("b", "always");
  const told: string[] = [];
  const shares = [1, 0.9, 0.1];
  await resumeWork({
    machines: test.machines,
    network: lan("on"),
    lanUp: async () => ok(undefined),
    start: (id) => {
      told.push("start");
      return test.machines.start(id);
    },
    hostLoad: async () => {
      const busyShare = shares.shift() ?? 0;
      told.push(String(busyShare));
      return { busyShare, freeMiB: 8192 };
    },
  });
  expect(told).toEqual(["start", "1", "0.9", "0.1", "start"]);
});

it("a single start waits for nothing, not even for a measurement", async () => {
  const id = await add("web", "always");
  const report = await resumeWork({
    machines: test.machines,
    network: lan("on"),
    lanUp: async () => ok(undefined),
    start: (which) => test.machines.start(which),
    hostLoad: () => Promise.reject(new Error("measured")),
  });
  expect(report.machines).toEqual([{ id, name: "web", error: null }]);
});

it("one that cannot start keeps the others from nothing", async () => {
  const broken = await add("a-broken", "always");
  const well = await add("well", "always");
  rmSync(join(test.folder, "a-broken.qcow2"));
  expect(await resume()).toMatchObject({
    machines: [
      { id: broken, error: { code: "disk-missing" } },
      { id: well, error: null },
    ],
  });
});

it("the LAN comes first; without it machines start all the same, and it says why", async () => {
  const id = await add("web", "always");
  const order: string[] = [];
  const report = await resumeWork({
    machines: test.machines,
    network: lan("off"),
    lanUp: async () => {
      order.push("lan");
      return fail("root-dismissed", {});
    },
    start: (which) => {
      order.push(which);
      return test.machines.start(which);
    },
    hostLoad: async () => ({ busyShare: 0, freeMiB: 8192 }),
  });
  expect(order).toEqual(["lan", id]);
  expect(report.lan).toEqual(appError("root-dismissed", {}));
  expect((await test.view(id)).status).toBe("running");
  // No machine is due any more, so no password is asked for.
  expect(await resume("off", async () => fail("internal", { detail: "asked" }) as never)).toEqual({
    lan: null,
    machines: [],
  });
});

it("a computer that goes down powers machines down, and finds them wanted again", async () => {
  const id = await add("web", "as-before");
  await test.machines.start(id);
  const end = test.machines.watch(() => {});
  try {
    await test.machines.list();
    // This guest is firmware only and hears no button: it is ended, in time.
    const deadline = Date.now() + 3000;
    expect(await test.machines.powerDownAll(deadline)).toBe(1);
    expect(Date.now()).toBeLessThan(deadline);
  } finally {
    end();
  }
  expect(qemuProcesses(id)).toEqual([]);
  expect(await test.machines.wanted()).toEqual(new Set([id]));
  rmSync(test.paths.runtime, { recursive: true });
  expect((await resume()).machines.map((machine) => machine.id)).toEqual([id]);
});

it("the entry for the login is written, seen and removed", async () => {
  const entry = createLoginEntry({ XDG_CONFIG_HOME: test.folder }, ["/opt/v r/x", "--autostart"]);
  expect(await entry.isOn()).toBe(false);
  expect(await entry.set(true)).toEqual(ok(undefined));
  expect(await entry.isOn()).toBe(true);
  expect(readFileSync(entry.path, "utf8")).toContain('\nExec="/opt/v r/x" "--autostart"\n');
  expect(await entry.set(false)).toEqual(ok(undefined));
  expect(existsSync(entry.path)).toBe(false);
});
