/// <reference path="../adapters/desktop/x11.d.ts" />
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createClient } from "x11";
import { foldersBelow, type RealApp, startRealApp } from "../../e2e/rig/app/real-app.ts";
import { startDesktop } from "../../e2e/rig/desktop/desktop.ts";
import type { Desktop } from "../../e2e/rig/desktop/desktop-type.ts";
import { until } from "../../e2e/rig/until.ts";

let folder = "";
let desktop: Desktop;
let app: RealApp;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "shortcut-"));
  desktop = await startDesktop({});
  app = await startRealApp({
    ...desktop.env,
    LANG: "C.UTF-8",
    ...foldersBelow(folder),
  });
});

afterEach(async () => {
  await app?.close();
  await desktop?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Another program that holds Ctrl+F9, in the X server's terms: ControlMask and the keycode. */
function takeCtrlF9(display: string): Promise<void> {
  return new Promise((resolve, reject) => {
    createClient({ display }, (error, { client, screen: [first] }) => {
      if (error !== null && error !== undefined) return reject(error);
      const [control, f9, later] = [4, 75, 1];
      client.GrabKey(first?.root ?? 0, false, control, f9, later, later);
      // The answer to a later request proves that the grab was carried out.
      client.QueryPointer(first?.root ?? 0, () => resolve());
    });
  });
}

test("takes the keys that are pressed in the settings, and reports it if another program holds them", async () => {
  await takeCtrlF9(desktop.env.DISPLAY);
  const dashboard = await app.dashboard();
  await dashboard.getByRole("button", { name: "Settings" }).click();
  const field = dashboard.getByRole("textbox", { name: "Shortcut" });
  const said = dashboard.getByText("Ctrl+F9 does not open Virtray: another program");
  expect(await field.inputValue()).toBe("Super+Alt+V");

  await field.press("Control+F9");
  await said.waitFor();
  expect(await field.inputValue()).toBe("Ctrl+F9");
  // A user whose keys have no effect opens this page.
  await dashboard.getByRole("button", { name: /^Health/ }).click();
  await said.waitFor();
  // The number beside its name is the count of the page's findings.
  const numberIn = (text: string | null) => Number(/\d+/.exec(text ?? "")?.[0] ?? 0);
  const count = async () =>
    numberIn(await dashboard.getByRole("button", { name: /^Health/ }).textContent());
  const sentence = async () => {
    const told = (await dashboard.getByText("Checked ").textContent())?.split("Checked")[0];
    return told?.startsWith("One") === true ? 1 : numberIn(told ?? null);
  };
  await expect.poll(async () => (await count()) === (await sentence())).toBe(true);
  await dashboard.getByRole("button", { name: "Settings" }).click();
  await field.press("Control+Shift+F8");
  await said.waitFor({ state: "detached" });
  await desktop.pointer("key", "ctrl+shift+F8");
  await until("the popover", () => app.isPopoverVisible());
  await desktop.pointer("key", "ctrl+shift+F8");
  await until("the popover to hide", async () => !(await app.isPopoverVisible()));

  await field.press("Backspace");
  await expect.poll(() => field.inputValue()).toBe("");
  await dashboard.getByRole("button", { name: "Reset: Shortcut" }).click();
  await expect.poll(() => field.inputValue()).toBe("Super+Alt+V");
  await desktop.pointer("key", "super+alt+v");
  await until("the popover", () => app.isPopoverVisible());
});
