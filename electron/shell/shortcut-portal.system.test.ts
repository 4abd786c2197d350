import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { foldersBelow, type RealApp, startRealApp } from "../../e2e/rig/app/real-app.ts";
import { startDesktop } from "../../e2e/rig/desktop/desktop.ts";
import type { Desktop } from "../../e2e/rig/desktop/desktop-type.ts";
import { type StandInPortal, startStandInPortal } from "../../e2e/rig/desktop/stand-in-portal.ts";
import { until } from "../../e2e/rig/until.ts";

/** The app in a session that says it is Wayland's, whose portal gives keys to programs. */
let folder = "";
let desktop: Desktop;
let portal: StandInPortal;
let app: RealApp;

const start = () =>
  startRealApp(
    {
      ...desktop.env,
      LANG: "C.UTF-8",
      WAYLAND_DISPLAY: "wayland-0",
      ...foldersBelow(folder),
    },
    ["--ozone-platform=x11"],
  );

async function openSettings(): Promise<Page> {
  const dashboard = await app.dashboard();
  await dashboard.getByRole("button", { name: "Settings" }).click();
  return dashboard;
}

const setUp = (dashboard: Page) => dashboard.getByRole("button", { name: "Set up Super+Alt+V" });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "shortcut-"));
  desktop = await startDesktop({});
  portal = await startStandInPortal(desktop.env.DBUS_SESSION_BUS_ADDRESS);
  app = await start();
});

afterEach(async () => {
  await app?.close();
  portal?.close();
  await desktop?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("the desktop asks when the user wants it to, and not again in a later session", async () => {
  const settings = await openSettings();
  await settings.getByText("Super+Alt+V does not open Virtray yet").waitFor();
  await settings.getByRole("button", { name: /^Health/ }).click();
  await settings.getByText("Super+Alt+V does not open Virtray yet").waitFor();
  expect(portal.questions).toEqual([]);

  await setUp(settings).click();
  const question = await until("the question", () => portal.questions[0]);
  expect(question).toMatchObject({
    wished: "LOGO+ALT+v",
    description: "Show or hide Virtray",
  });
  await settings.getByText("The desktop asks whether Virtray may use these keys.").waitFor();
  question.answer("Press <Super><Alt>v");
  await setUp(settings).waitFor({ state: "detached" });
  await openSettings();
  await settings.getByText("The desktop has assigned Super+Alt+V").waitFor();
  question.press();
  await until("the popover", () => app.isPopoverVisible());

  // With the user's consent, a start takes the keys by itself; the desktop remembers its own answer.
  await app.close();
  app = await start();
  const again = await until("the keys to be taken", () => portal.questions[1]);
  again.answer("Press <Super><Alt>v");
  again.press();
  await until("the popover", () => app.isPopoverVisible());
});

test("a refusal is shown, and the question asked again only by the button", async () => {
  const settings = await openSettings();
  await setUp(settings).click();
  const question = await until("the question", () => portal.questions[0]);
  question.answer(null);
  await settings.getByText("the desktop did not assign the keys, because you declined").waitFor();

  await app.close();
  app = await start();
  const later = await openSettings();
  await later.getByText("Super+Alt+V does not open Virtray yet").waitFor();
  expect(portal.questions).toHaveLength(1);
  await setUp(later).click();
  await until("another question", () => portal.questions[1]);
});

test("keys that are pressed in the settings are asked for; the question ends with the app", async () => {
  const settings = await openSettings();
  await settings.getByRole("textbox", { name: "Shortcut" }).press("Control+F9");
  const first = await until("the question", () => portal.questions[0]);
  expect(first.wished).toBe("CTRL+F9");
  await settings.getByRole("textbox", { name: "Shortcut" }).press("Control+F8");
  const second = await until("another question", () => portal.questions[1]);
  await until("the former question to be taken away", first.isClosed);
  expect(second.isClosed()).toBe(false);
  await app.close();
  await until("the question to be taken away", second.isClosed);
});
