import { closeSync, constants, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectFolder } from "../build/project.mjs";
import { defaultLan } from "../electron/contract/lan/network.ts";
import { openNewMachine } from "./rig/app/new-machine.ts";
import type { RealApp } from "./rig/app/real-app.ts";
import { makeTesterApp, type TesterApp } from "./rig/app/tester-app.ts";
import { closeAll } from "./rig/close-all.ts";
import { startDesktop } from "./rig/desktop/desktop.ts";
import type { Desktop } from "./rig/desktop/desktop-type.ts";
import { type Polkit, startPolkit, tester } from "./rig/desktop/polkit.ts";
import { type StandInPanel, startStandInPanel } from "./rig/desktop/stand-in-panel.ts";
import { makeUplink, networkState, sh, type TestUplink } from "./rig/lan/test-net.ts";
import { until } from "./rig/until.ts";

/**
 * The app of an ordinary user, who becomes root only through a real polkit; a real pkexec asks it,
 * and it logs each request. Each test continues where the previous one ended.
 */
let polkit: Polkit;
let desktop: Desktop;
let panel: StandInPanel;
let place: TesterApp;
let app: RealApp;
let one: TestUplink;
let two: TestUplink;
let before: string;

const shots = join(projectFolder, "out/shots");
const explanation = "To switch the LAN on, your password is needed once";

async function start(): Promise<void> {
  const known = panel.icons().length;
  app = await place.start(desktop.env);
  await panel.nextIcon(known);
}

async function popover(): Promise<Page> {
  if (!(await app.isPopoverVisible())) await panel.click();
  await until("the popover", app.isPopoverVisible);
  return app.popover();
}

/** Returns the interface of the LAN's route in the kernel; null if there is no route. */
async function wayOut(): Promise<string | null> {
  const { stdout } = await execa("ip", ["-4", "route", "show", "table", "7100"], { reject: false });
  return /^default .*\bdev (\S+)/m.exec(stdout)?.[1] ?? null;
}

async function choose(uplink: string): Promise<void> {
  const page = await popover();
  const row = page.getByTestId(`uplink-${uplink}`);
  await row.click();
  await until(
    `${uplink} to be chosen`,
    async () => (await row.getAttribute("aria-checked")) === "true",
  );
}

/** Clicks the LAN's switch, and goes on once it was explained. */
async function switchOn(): Promise<Page> {
  const page = await popover();
  await page.getByRole("switch", { name: "LAN" }).click();
  await page.getByRole("heading", { name: explanation }).waitFor();
  expect(polkit.elevations()).toEqual([]);
  await page.screenshot({ path: join(shots, "root-prompt.png") });
  await page.getByRole("button", { name: "Continue" }).click();
  return page;
}

beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  one = await makeUplink("eth1", 1);
  two = await makeUplink("eth2", 2);
  await one.addDefaultRoute(100);
  await two.addDefaultRoute(200);
  before = await networkState();
  polkit = await startPolkit();
  desktop = await startDesktop({ as: polkit.asTester });
  panel = await startStandInPanel(desktop.env.DBUS_SESSION_BUS_ADDRESS);
  place = await makeTesterApp(polkit.asTester);
  await polkit.answer("yes");
  await start();
});

afterAll(() => closeAll(app, place, panel, desktop, polkit, one, two));

describe("where polkit allows it", () => {
  it("explains root's work and asks once when the LAN is switched on", async () => {
    const page = await switchOn();
    await page.getByText("LAN on", { exact: true }).waitFor();
    expect(polkit.elevations()).toHaveLength(1);
  });

  it("does not ask for ten switches of the uplink, nor after a restart of the app", async () => {
    for (let round = 0; round < 5; round += 1) {
      for (const uplink of ["eth2", "eth1"]) {
        await choose(uplink);
        await until(`the way by ${uplink}`, async () => (await wayOut()) === uplink);
      }
      if (round !== 2) continue;
      await app.close();
      await start();
      await (await popover()).getByText("LAN on", { exact: true }).waitFor();
    }
    expect(polkit.elevations()).toHaveLength(1);
  });

  it("does not ask when the uplink is lost and returns", async () => {
    await sh("ip", "link", "set", "eth1", "down");
    const row = (await popover()).getByTestId("uplink-eth1");
    await until("the loss", async () => (await wayOut()) === null);
    await row.getByText("switched off").waitFor();
    await sh("ip", "link", "set", "eth1", "up");
    await until("the return", async () => (await wayOut()) === "eth1");
    await one.addDefaultRoute(100);
  });

  it("shows root's repairs of others' changes in the log", async () => {
    await (await popover()).getByRole("button", { name: "Dashboard" }).click();
    const dashboard = await app.dashboard();
    await dashboard.getByRole("button", { name: "Network", exact: true }).click();
    await dashboard.getByText("What was done as root").click();
    await dashboard.getByRole("cell", { name: "Uplink changed" }).first().waitFor();
    // The newest lines alone are shown at first.
    await dashboard.getByRole("button", { name: /^Show all \d+$/ }).click();
    expect(await dashboard.getByRole("cell", { name: /rule add priority 5100 / }).count()).toBe(1);
    await sh("ip", "rule", "del", "pref", "5100");
    await dashboard
      .getByRole("cell", { name: /rule add priority 5100 / })
      .nth(1)
      .waitFor();
    await dashboard.getByRole("cell", { name: "Repair" }).first().waitFor();
  });

  it("does not ask when it is switched off, and the host is as before", async () => {
    const page = await popover();
    await page.getByRole("switch", { name: "LAN" }).click();
    await page.getByText("LAN off", { exact: true }).waitFor();
    const { interface: name, address, prefixLength } = defaultLan;
    const order = { v: 2, do: "serve", lan: { interface: name, address, prefixLength } };
    const argument = Buffer.from(JSON.stringify(order)).toString("base64url");
    expect(polkit.elevations()).toEqual([
      `/bin/bash -c echo SUDOPROMPT; /usr/bin/env ELECTRON_RUN_AS_NODE=1 ${place.program} ${place.bundle} ${argument}`,
    ]);
    await until("the same as before", async () => (await networkState()) === before);
  });
});

describe("where polkit does not allow it", () => {
  /** Returns the popover's message after the LAN failed to start, and closes the popover. */
  async function refusal(sentence: string): Promise<void> {
    const page = await switchOn();
    await page.getByText(sentence).first().waitFor();
    await page.getByText("LAN off", { exact: true }).waitFor();
    await page.screenshot({ path: join(shots, `refused-${sentence.length}.png`) });
  }

  it("reports that polkit refused or had no agent, and leaves the app usable", async () => {
    await polkit.answer("no");
    await refusal("You have no administrator rights on this computer.");
    await polkit.answer("ask");
    await refusal("No program here can ask for the password (there is no polkit agent).");
    await choose("none");
    await choose("eth2");
    expect(await networkState()).toBe(before);
  });

  it("does not ask polkit if the user does not go on", async () => {
    await polkit.answer("yes");
    const page = await popover();
    await page.getByRole("switch", { name: "LAN" }).click();
    await page.getByRole("heading", { name: explanation }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { name: explanation }).waitFor({ state: "detached" });
    await page.getByText("LAN off", { exact: true }).waitFor();
    expect(polkit.elevations()).toEqual([]);
  });
});

describe("the repairs of Health's findings", () => {
  const rules = () => sh("iptables", "-S", "FORWARD");
  afterAll(() => execa("nft", ["delete", "table", "ip", "filter"], { reject: false }));

  it("shows root's commands, asks for each repair, and reports a refusal", async () => {
    const page = await switchOn();
    await page.getByText("LAN on", { exact: true }).waitFor();
    await sh("iptables", "-P", "FORWARD", "DROP");
    await page.getByRole("button", { name: "Dashboard" }).click();
    const dashboard = await app.dashboard();
    await dashboard.getByRole("button", { name: "Health" }).click();
    const finding = dashboard
      .locator(".finding")
      .filter({ hasText: "chain FORWARD in table ip filter" });
    await finding.getByText("What is done as root").click();
    await finding.getByText("iptables -w -I FORWARD -i vtap0").waitFor();
    await dashboard.screenshot({ path: join(shots, "repair.png") });

    await polkit.answer("no");
    await finding.getByRole("button", { name: "Let the LAN through" }).click();
    await finding.getByText("You have no administrator rights on this computer.").waitFor();
    expect(await rules()).toBe("-P FORWARD DROP");

    await polkit.answer("yes");
    await finding.getByRole("button", { name: "Let the LAN through" }).click();
    await finding.waitFor({ state: "detached" });
    expect(await rules()).toContain("--comment virtray");
    expect(polkit.elevations()).toHaveLength(1);
    expect(polkit.elevations()[0]).toMatch(/\/once\.js allow-through-firewall [A-Za-z0-9_-]+$/);
    const again = await popover();
    await again.getByRole("switch", { name: "LAN" }).click();
    await again.getByText("LAN off", { exact: true }).waitFor();
  });
});

describe("a machine from a disk of this computer", () => {
  const image = "/tmp/real.raw";
  let device: string;
  /** Keeps the device alive; it is gone as soon as this and all others are closed. */
  let held: number;
  const access = () => sh("getfacl", "-cpn", device);

  beforeAll(async () => {
    await sh("truncate", "-s", "24M", image);
    device = await sh("losetup", "--find", "--show", image);
    held = openSync(device, constants.O_RDONLY);
    await sh("losetup", "--detach", device);
  });
  afterAll(() => closeSync(held));

  it("is chosen from a list, and asked for with an explanation at the start", async () => {
    await polkit.answer("yes");
    const nobody = await access();
    const page = await popover();
    const dashboard = await openNewMachine(app, page);
    await dashboard.getByText("Physical disk", { exact: true }).click();
    await dashboard.getByRole("textbox", { name: "Name" }).fill("real");
    await dashboard.getByLabel(device, { exact: false }).check();
    await dashboard.getByText(`The machine will read and write ${device} directly`).waitFor();
    await dashboard.getByRole("button", { name: "Create machine" }).click();
    await dashboard
      .getByRole("heading", { name: `To run “real” from ${device}, your password is needed` })
      .waitFor();
    expect(polkit.elevations()).toEqual([]);
    await dashboard.screenshot({ path: join(shots, "lend-prompt.png") });
    await dashboard.getByRole("button", { name: "Continue" }).click();
    await until("the access", async () => (await access()).includes(`user:${tester.uid}:rw-`));
    expect(polkit.elevations()).toHaveLength(1);

    const row = (await popover()).getByTestId("machine-row-real");
    await row.locator(".glyph-running").waitFor();
    await row.getByRole("button", { name: "More: real" }).click();
    await (await popover()).getByRole("menuitem", { name: "Force stop" }).click();
    await until("the end of the lending", async () => (await access()) === nobody);
    expect(polkit.elevations()).toHaveLength(1);
  });
});
