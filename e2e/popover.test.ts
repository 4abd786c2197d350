import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { RealApp } from "./rig/app/real-app.ts";
import { focusedIn, startThreeMachines, type ThreeMachines } from "./rig/app/three-machines.ts";
import type { Instance } from "./rig/command.ts";
import type { StandInPanel } from "./rig/desktop/stand-in-panel.ts";
import { until } from "./rig/until.ts";

/** The popover by keyboard alone, with real machines that are firmware only. */
let three: ThreeMachines;
let instance: Instance;
let panel: StandInPanel;
let app: RealApp;
let popover: Page;

const focused = () => focusedIn(popover);
const key = (name: string) => popover.keyboard.press(name);

/** Returns the positions of each machine's row and its parts. */
const places = () =>
  popover
    .locator(".machines .row, .machines .open, .popover-foot, .uplinks")
    .evaluateAll((elements) =>
      elements.map((element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        return [left, top, width, height].map(Math.round).join(" ");
      }),
    );

async function open(): Promise<void> {
  if (!(await app.isPopoverVisible())) await panel.click();
  await until("the popover", app.isPopoverVisible);
}

beforeAll(async () => {
  three = await startThreeMachines();
  ({ instance, panel, app, popover } = three);
});

afterAll(() => three?.close());

it("starts a machine, copies its address, leads to its page and ends it by the tray's menu", async () => {
  const gamma = async () =>
    (await panel.menu()).find(({ label }) => label.startsWith("gamma ·"))?.label ?? "";
  await panel.choose("gamma ·", "Start");
  const { address } = await instance.machine("gamma", ({ status }) => status === "running");
  await until("the menu to say so", async () => (await gamma()) === `gamma · running · ${address}`);
  await panel.choose("gamma ·", `Copy ${address}`);
  await until(
    "the address in the clipboard",
    async () => (await app.electron.evaluate(({ clipboard }) => clipboard.readText())) === address,
  );
  await panel.choose("gamma ·", "Details");
  const dashboard = await app.dashboard();
  await dashboard.getByRole("heading", { name: "gamma" }).waitFor();
  await panel.choose("gamma ·", "Force stop");
  await instance.machine("gamma", ({ status }) => status === "stopped");
  await dashboard.close();
});

it("leads by Home and End to the first row and the last", async () => {
  await open();
  await key("End");
  expect(await focused()).toContain("gamma");
  await key("Home");
  expect(await focused()).toContain("Automatic");
});

it("chooses an uplink by arrows and Return, and offers to undo it without moving anything", async () => {
  await open();
  const before = await places();
  await until("the focus on None", async () => {
    await key("ArrowDown");
    return popover.evaluate(
      () => document.activeElement?.getAttribute("data-testid") === "uplink-none",
    );
  });
  await key("Enter");
  await expect
    .poll(() => popover.getByTestId("uplink-none").getAttribute("aria-checked"))
    .toBe("true");
  await popover.getByRole("button", { name: /^Undo/ }).waitFor();
  expect(await places()).toEqual(before);
});

it("finds a machine by typing, and starts and ends it without a pointer", async () => {
  await open();
  await popover.keyboard.type("bet");
  await expect.poll(() => popover.locator(".machines [data-testid]:visible").count()).toBe(1);
  await key("ArrowDown");
  expect(await focused()).toContain("beta");
  await key("ArrowRight");
  expect(await focused()).toBe("Start: beta");
  await key("Enter");
  await instance.machine("beta", ({ status }) => status === "running");
  await popover.getByTestId("machine-row-beta").locator(".glyph-running").waitFor();
  await key("ArrowRight");
  expect(await focused()).toBe("More: beta");
  await key("Enter");
  await expect.poll(focused).toBe("SSH in a terminal");
  await key("ArrowDown");
  expect(await focused()).toBe("Console");
  await key("Escape");
  await expect.poll(focused).toBe("More: beta");
  await popover.getByTestId("machine-row-beta").locator(".open").click({ button: "right" });
  await popover.getByRole("menuitem", { name: "Details" }).waitFor();
  await key("Escape");
  await popover.getByRole("menu").waitFor({ state: "detached" });
  await instance.json("kill", "beta");
  await popover.getByTestId("machine-row-beta").locator(".glyph-stopped").waitFor();
  await key("Escape");
  await expect.poll(() => popover.locator(".machines [data-testid]:visible").count()).toBe(3);
  await key("Escape");
  await until("the popover to hide", async () => !(await app.isPopoverVisible()));
});

it("moves nothing while a machine starts and ends", async () => {
  await open();
  await popover.evaluate(() => {
    const shifts: number[] = [];
    Object.assign(globalThis, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        shifts.push((entry as PerformanceEntry & { readonly value: number }).value);
      }
    }).observe({ type: "layout-shift" });
  });
  const before = await places();
  await instance.json("start", "alpha");
  await popover.getByTestId("machine-row-alpha").locator(".glyph-running").waitFor();
  expect(await places()).toEqual(before);
  await instance.json("kill", "alpha");
  await popover.getByTestId("machine-row-alpha").locator(".glyph-stopped").waitFor();
  expect(await places()).toEqual(before);
  const shifts = await popover.evaluate(
    () => (globalThis as unknown as { shifts: readonly number[] }).shifts,
  );
  expect(shifts).toEqual([]);
});

it("lists what runs first, and moves no row while it is open", async () => {
  const names = () =>
    popover
      .locator(".machines [data-testid]")
      .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-testid")?.slice(12)));
  const hide = async () => {
    if (await app.isPopoverVisible()) await key("Escape");
    await until("the popover to hide", async () => !(await app.isPopoverVisible()));
  };
  await hide();
  await instance.json("start", "gamma");
  await popover.getByTestId("machine-row-gamma").locator(".glyph-running").waitFor();
  await open();
  await expect.poll(names).toEqual(["gamma", "alpha", "beta"]);
  await popover.getByText("1 running of 3").waitFor();
  await instance.json("kill", "gamma");
  await popover.getByText("none of 3 running").waitFor();
  expect(await names()).toEqual(["gamma", "alpha", "beta"]);
  await hide();
  await expect.poll(names).toEqual(["alpha", "beta", "gamma"]);
});

it("grows with a note that is unfolded, which pushes what is below it", async () => {
  await instance.json("start", "alpha");
  const { pid } = await instance.machine("alpha", ({ status }) => status === "running");
  process.kill(pid ?? 0, "SIGKILL");
  const row = popover.getByTestId("machine-row-alpha");
  await row.locator(".glyph-failed").waitFor();
  await open();
  const height = () =>
    app.electron.evaluate(
      ({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()
          .find((window) => window.webContents.getURL().includes("/popover.html"))
          ?.getBounds().height ?? 0,
    );
  const folded = await height();
  const beta = () => popover.getByTestId("machine-row-beta").boundingBox();
  const before = await beta();
  await row.getByRole("button", { name: "why?" }).click();
  const note = await row.locator(".note").boundingBox();
  await until("the window to grow by the note", async () => (await height()) > folded);
  await until(
    "the row below to be pushed",
    async () => ((await beta())?.y ?? 0) >= (before?.y ?? 0) + (note?.height ?? Infinity),
  );
  const isCut = () =>
    popover.locator(".machines").evaluate((list) => list.scrollHeight > list.clientHeight);
  await expect.poll(isCut).toBe(false);
  await row.getByRole("button", { name: "Start again" }).click();
  await instance.machine("alpha", ({ status }) => status === "running");
  await instance.json("kill", "alpha");
  await row.locator(".glyph-stopped").waitFor();
});

it("opens a machine's page by Return", async () => {
  await open();
  await popover.keyboard.type("gam");
  await key("ArrowDown");
  await key("Enter");
  const dashboard = await app.dashboard();
  await dashboard.getByRole("heading", { name: "gamma", exact: true }).waitFor();
  await dashboard.getByRole("tab", { name: "Overview" }).focus();
  await dashboard.keyboard.press("ArrowRight");
  await dashboard.getByText("The console is available while the machine is running.").waitFor();
});
