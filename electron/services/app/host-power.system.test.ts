import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type StandInLogind,
  startStandInLogind,
} from "../../../e2e/rig/desktop/stand-in-logind.ts";
import { buildGuestDisk } from "../../../e2e/rig/guest/disk.mjs";
import { guestRun } from "../../../e2e/rig/guest/run.mjs";
import { sh } from "../../../e2e/rig/lan/test-net.ts";
import { makeMachines, qemuProcesses, type TestMachines } from "../../../e2e/rig/machines.ts";
import { until } from "../../../e2e/rig/until.ts";
import { createVdeSwitch, type VdeSwitch } from "../../adapters/switch/vde-switch.ts";
import { type AppError, appError, ok } from "../../contract/errors/app-error.ts";
import type { NetworkService } from "../base/interfaces.ts";
import { createChangesService } from "../machine/change/edit.ts";
import { careForHostPower } from "./follow-host-power.ts";

/** A real guest with the real guest agent, and a real system bus; only logind is a stand-in. */
const address = "192.168.100.1";
let test: TestMachines;
let vdeSwitch: VdeSwitch;
let logind: StandInLogind;
let web: string;
let held: string;
let endCare: () => void;
const reports: AppError[] = [];

beforeAll(async () => {
  await sh("ip", "tuntap", "add", "vtap0", "mode", "tap");
  await sh("ip", "addr", "add", "192.168.100.254/24", "dev", "vtap0");
  await sh("ip", "link", "set", "vtap0", "up");
  test = makeMachines();
  vdeSwitch = createVdeSwitch(test.paths.switchFolder, 0);
  expect(await vdeSwitch.start("vtap0")).toEqual(ok(undefined));
  test.setSwitch(async () => vdeSwitch.socketFolder);
  const path = join(test.folder, "guest.qcow2");
  await buildGuestDisk({ path, name: "web", address, agent: true });
  web = (await test.add("web", { disk: path, memoryMiB: 256, address })).id;
  held = (await test.add("held")).id;
  for (const id of [web, held]) await test.machines.start(id);
  await test.machines.pause(held);
  await until("the guest", () => guestRun(address, "pidof qemu-ga").catch(() => null));

  logind = await startStandInLogind();
  const network = { read: async () => ({ uplink: { active: "wlan0" } }) };
  endCare = careForHostPower(
    async () => ({ machines: test.machines, network: network as unknown as NetworkService }),
    (about) => void reports.push(about),
  );
  await until("our lock", () => logind.locks() === 1);
});

afterAll(async () => {
  endCare?.();
  await logind?.close();
  // This comes first, because closing removes the files by which the switch is found.
  await vdeSwitch?.stop();
  await test?.close();
  await sh("ip", "link", "del", "vtap0");
});

it("takes a delay lock, which ends with this program", () => {
  expect(logind.said()).toContain("taken sleep:shutdown delay Virtray");
});

it("pauses running machines before the computer sleeps; afterwards they go on, with the right time", async () => {
  const boot = await guestRun(address, "cat /proc/sys/kernel/random/boot_id");
  // The guest's clock stands still, as in a long sleep.
  await guestRun(address, "date -s 2020-01-01");
  await logind.announce("sleep");
  expect((await test.view(web)).status).toBe("paused");

  logind.wake();
  await until("the report", () => reports.length > 0);
  expect(reports).toEqual([appError("host-woke", { resumed: 1, clocksSet: 1, uplink: "wlan0" })]);
  expect((await test.view(web)).status).toBe("running");
  // A machine that the user paused stays paused.
  expect((await test.view(held)).status).toBe("paused");
  const seconds = Number(await guestRun(address, "date +%s"));
  expect(Math.abs(seconds - Date.now() / 1000)).toBeLessThan(30);
  expect(await guestRun(address, "cat /proc/sys/kernel/random/boot_id")).toBe(boot);
  await until("our next lock", () => logind.locks() === 1);
});

it("powers machines down before the computer goes down, or suspends them, in its time, and they stay marked to run", async () => {
  const changes = createChangesService(test.parts);
  expect(await changes.set(held, { hostShutdown: "suspend" })).toMatchObject({ ok: true });
  const end = test.machines.watch(() => {});
  try {
    await test.machines.list();
    const began = Date.now();
    await logind.announce("shutdown");
    // The stand-in grants 4 s, about as much as logind's 5.
    expect(Date.now() - began).toBeLessThan(12_000);
  } finally {
    end();
  }
  expect([web, held].map(qemuProcesses)).toEqual([[], []]);
  expect(await test.machines.wanted()).toEqual(new Set([web, held]));
  expect((await test.view(web)).status).toBe("stopped");
  expect((await test.view(held)).status).toBe("suspended");
  const log = readFileSync(join(test.paths.runtime, web, "logs/qemu.log"), "utf8");
  expect(log).not.toContain("error");
  await sh("qemu-img", "check", "-q", join(test.folder, "guest.qcow2"));
});
