import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  foldersBelow,
  type RealApp,
  startAgain,
  startRealApp,
} from "../../../e2e/rig/app/real-app.ts";
import { startDesktop } from "../../../e2e/rig/desktop/desktop.ts";
import type { Desktop } from "../../../e2e/rig/desktop/desktop-type.ts";
import { type StandInPanel, startStandInPanel } from "../../../e2e/rig/desktop/stand-in-panel.ts";
import { until } from "../../../e2e/rig/until.ts";

let folder = "";
let desktop: Desktop;
let app: RealApp | null = null;
let panel: StandInPanel | null = null;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "tray-"));
  desktop = await startDesktop({});
});

afterEach(async () => {
  await app?.close();
  app = null;
  panel?.close();
  panel = null;
  await desktop.close();
  rmSync(folder, { recursive: true, force: true });
});

function appEnvironment(language = "en_US.UTF-8") {
  return {
    ...desktop.env,
    ...foldersBelow(folder),
    LANG: language,
    LANGUAGE: undefined,
    LC_ALL: undefined,
  };
}

async function startWithPanel(language?: string) {
  const here = await startStandInPanel(desktop.env.DBUS_SESSION_BUS_ADDRESS);
  panel = here;
  const started = await startRealApp(appEnvironment(language));
  app = started;
  await here.nextIcon();
  return { panel: here, app: started };
}

test("a click on the icon shows the popover, the next one hides it", async () => {
  const { panel, app } = await startWithPanel();
  const popover = await app.popover();
  // A second popover, or one that stays, would show in the second round.
  for (let round = 0; round < 3; round += 1) {
    await panel.click();
    await until("the popover", () => app.isPopoverVisible());
    await popover.getByRole("heading", { name: "Virtray" }).waitFor();
    await panel.click();
    await until("the popover to hide", async () => !(await app.isPopoverVisible()));
  }
});

test("typing filters; Escape empties the filter, then hides the popover", async () => {
  const { panel, app } = await startWithPanel();
  await panel.click();
  const popover = await app.popover();
  await popover.keyboard.type("abc");
  await popover.getByText("No machine matches “abc”.").waitFor();
  await popover.keyboard.press("Escape");
  expect(await popover.getByRole("searchbox").inputValue()).toBe("");
  expect(await app.isPopoverVisible()).toBe(true);
  await popover.keyboard.press("Escape");
  await until("the popover to hide", async () => !(await app.isPopoverVisible()));
});

test("the icon has a picture", async () => {
  const { panel } = await startWithPanel();
  // Width, height and content of each size (StatusNotifierItem, freedesktop.org).
  const pictures = (await panel.property("IconPixmap")) as readonly (readonly unknown[])[];
  expect(pictures.map(([width, height]) => `${width}x${height}`)).toEqual(["48x48"]);
});

test("the menu holds all that is vital, and a radio item chooses the uplink", async () => {
  const { panel } = await startWithPanel();
  const seen = async () =>
    (await panel.menu()).map(({ kind, label, checked }) => [kind, label, checked]);
  const menu = (chosen: string) => [
    ["plain", "Show Virtray", false],
    ["separator", "", false],
    ["checkmark", "LAN", false],
    ["separator", "", false],
    ["radio", "Automatic", chosen === "automatic"],
    ["radio", "None (within the LAN only)", chosen === "none"],
    ["separator", "", false],
    ["plain", "New machine…", false],
    ["separator", "", false],
    ["plain", "Open dashboard", false],
    ["plain", "Quit (machines keep running)", false],
  ];
  expect(await seen()).toEqual(menu("automatic"));
  await panel.choose("None");
  await until("the choice in the menu", async () => (await seen())[5]?.[2] === true);
  expect(await seen()).toEqual(menu("none"));
});

test("the menu speaks German in a German session", async () => {
  const { panel } = await startWithPanel("de_DE.UTF-8");
  expect((await panel.menu()).map(({ label }) => label)).toContain("Dashboard öffnen");
});

test("without a panel the dashboard opens, and a panel that comes later gets the icon", async () => {
  const started = await startRealApp(appEnvironment());
  app = started;
  const dashboard = await started.dashboard();
  await dashboard.getByRole("heading", { name: "Create your first machine" }).waitFor();
  const late = await startStandInPanel(desktop.env.DBUS_SESSION_BUS_ADDRESS);
  panel = late;
  await late.nextIcon();
  await late.click();
  await until("the popover", () => started.isPopoverVisible());
});

test("without a session bus the dashboard opens", async () => {
  const started = await startRealApp({
    ...appEnvironment(),
    DBUS_SESSION_BUS_ADDRESS: "disabled:",
  });
  app = started;
  await (await started.dashboard())
    .getByRole("heading", { name: "Create your first machine" })
    .waitFor();
});

test("ends in order on a signal, as at logout, also after it has run programs", async () => {
  const { app } = await startWithPanel();
  const child = app.electron.process();
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});

test("a second start ends at once and shows the dashboard of the first", async () => {
  const { app } = await startWithPanel();
  expect(app.electron.windows()).toHaveLength(1);
  expect(await startAgain(appEnvironment())).toBe(0);
  await (await app.dashboard())
    .getByRole("heading", { name: "Create your first machine" })
    .waitFor();
});
