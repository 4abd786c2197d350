import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { projectFolder } from "../build/project.mjs";
import type { ComputerJson, MachineJson } from "../electron/contract/app/cli.ts";
import { type RealApp, startRealApp } from "./rig/app/real-app.ts";
import { closeAll } from "./rig/close-all.ts";
import { type Instance, makeInstance } from "./rig/command.ts";
import { makeOtherComputer, type OtherComputer } from "./rig/computers/other-computer.ts";
import { startDesktop } from "./rig/desktop/desktop.ts";
import type { Desktop } from "./rig/desktop/desktop-type.ts";
import { type StandInPanel, startStandInPanel } from "./rig/desktop/stand-in-panel.ts";
import { buildGuestDisk } from "./rig/guest/disk.mjs";
import { guestRun } from "./rig/guest/run.mjs";
import { sh } from "./rig/lan/test-net.ts";
import { until } from "./rig/until.ts";

/**
 * A real guest that moves to another computer and back by clicks in the real app. Each test goes on where the
 * previous one ended.
 */
const address = "192.168.100.84";
const shots = join(projectFolder, "test-results/live-move");
let far: OtherComputer;
let instance: Instance;
let desktop: Desktop;
let panel: StandInPanel;
let app: RealApp;
let page: Page;

const here = () => page.getByTestId("machine-row-web");
const there = () => page.getByTestId("machine-row-big/web");
const job = () => page.getByTestId("job-move-web");
const rows = async (one: Pick<Instance, "json">) =>
  (await one.json<readonly MachineJson[]>("list"))
    .filter(({ computer }) => computer === null)
    .map(({ name, status }) => `${name} ${status}`);
const uptime = async () => Number((await guestRun(address, "cut -d. -f1 /proc/uptime")).trim());
const boots = () =>
  until("the guest", async () => {
    const ping = await execa("ping", ["-c", "1", "-W", "1", address], { reject: false });
    return ping.exitCode === 0;
  });

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  far = await makeOtherComputer(7);
  instance = makeInstance();
  const disk = join(instance.folder, "web.qcow2");
  await buildGuestDisk({ path: disk, name: "web", address: "dhcp" });
  await instance.json("lan", "up");
  await instance.json("computer", "add", "big", far.host);
  const words = ["--disk", disk, "--memory", "192", "--accel", "tcg", "--address", address];
  await instance.json("add", "web", ...words);
  await instance.json("start", "web");
  desktop = await startDesktop({});
  panel = await startStandInPanel(desktop.env.DBUS_SESSION_BUS_ADDRESS);
  app = await startRealApp({ ...instance.env, ...desktop.env });
  await panel.nextIcon();
  await panel.click();
  await (await app.popover()).getByRole("button", { name: "Settings" }).click();
  page = await app.dashboard();
  await page.getByRole("button", { name: "Machines" }).click();
  await here().getByRole("button").first().click();
  await boots();
});

afterAll(async () => {
  await app?.close();
  panel?.close();
  await desktop?.close();
  await closeAll(instance, far);
});

/** Clicks an item in the menu of the machine's page. */
async function choose(of: string, item: string): Promise<void> {
  await page
    .getByRole("button", { name: `More: ${of}` })
    .last()
    .click();
  await page.getByRole("menuitem", { name: item }).click();
}

it("tells before what does not fit, and shuts it down for the move by a click", async () => {
  await choose("web", "Move to big");
  await page.getByText("is in a LAN that the other computer has not joined").first().waitFor();
  await page.screenshot({ path: join(shots, "unfit.png") });
  expect([await rows(instance), await rows(far)]).toEqual([["web running"], []]);
  await page.getByRole("button", { name: "Shut down and move" }).first().click();
  await there().getByText("big · running").waitFor();
  await here().waitFor({ state: "detached" });
  expect([await rows(instance), await rows(far)]).toEqual([[], ["web running"]]);
});

it("shows how far it is, and leaves it running there when that is cancelled", async () => {
  await instance.json("computer", "join", "big");
  await until("the cable", async () => {
    const [big] = await instance.json<readonly ComputerJson[]>("computer", "list");
    return big?.plugged === true;
  });
  await boots();
  const before = await uptime();
  const slowly = ["rate", "16mbit", "burst", "64kb", "latency", "50ms"];
  const theirs = ["netns", "exec", far.namespace, "tc", "qdisc"];
  await sh("ip", ...theirs, "add", "dev", "eth0", "root", "tbf", ...slowly);
  await there().getByRole("button").click();
  await choose("big/web", "Move to this computer");
  await job().first().getByText("%").first().waitFor();
  await page.screenshot({ path: join(shots, "progress.png") });
  await job().getByRole("button", { name: "Cancel" }).first().click();
  await job().first().waitFor({ state: "detached" });
  await sh("ip", ...theirs, "del", "dev", "eth0", "root");
  await until("nothing of it here", async () => (await rows(instance)).length === 0);
  expect(await rows(far)).toEqual(["web running"]);
  expect(await uptime()).toBeGreaterThanOrEqual(before);
});

it("moves here and back while its guest runs on", async () => {
  const before = await uptime();
  await guestRun(address, "echo mark > /tmp/mark");
  await choose("big/web", "Move to this computer");
  await here().waitFor();
  await there().waitFor({ state: "detached" });
  expect([await rows(instance), await rows(far)]).toEqual([["web running"], []]);
  await here().getByRole("button").first().click();
  await choose("web", "Move to big");
  await there().getByText("big · running").waitFor();
  await here().waitFor({ state: "detached" });
  expect([await rows(instance), await rows(far)]).toEqual([[], ["web running"]]);
  expect(await guestRun(address, "cat /tmp/mark")).toBe("mark");
  expect(await uptime()).toBeGreaterThanOrEqual(before);
});

/** The app's connection to the other computer: ssh here, and what it runs there. */
async function parts(): Promise<readonly string[]> {
  const { stdout } = await execa("pgrep", ["-af", "^ssh .*virtray serve$"], { reject: false });
  const theirs = (await far.processes()).filter((line) => /virtray\.mjs serve$/.test(line));
  return [...stdout.split("\n").filter(Boolean), ...theirs];
}

/** Ends the app, and sees that nothing of it stays on either side while its machine runs on. */
async function leavesNothing(end: () => unknown): Promise<void> {
  // By then all that came after the move has ended: the app has one connection.
  await until("the connection alone", async () => (await parts()).length === 2);
  await end();
  await until("the end of all", async () => (await parts()).length === 0);
  expect([await rows(instance), await rows(far)]).toEqual([[], ["web running"]]);
  const [big] = await instance.json<readonly ComputerJson[]>("computer", "list");
  expect(big).toMatchObject({ plugged: true });
  await boots();
}

it("the app's quit leaves nothing of it on either side, and its machine runs on", async () => {
  await leavesNothing(() => app.close());
});

it("a kill -9 of the app leaves nothing of it, either", async () => {
  app = await startRealApp({ ...instance.env, ...desktop.env });
  await panel.nextIcon();
  await leavesNothing(() => app.electron.process().kill("SIGKILL"));
});
