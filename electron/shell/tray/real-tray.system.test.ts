import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { foldersBelow, type RealApp, startRealApp } from "../../../e2e/rig/app/real-app.ts";
import { isOutOfTaskBar } from "../../../e2e/rig/app/window-states.ts";
import { firstTrayIcon, startDesktop } from "../../../e2e/rig/desktop/desktop.ts";
import type { Desktop } from "../../../e2e/rig/desktop/desktop-type.ts";
import {
  clickIconByKeys,
  clickUntilOpen,
  type TrayHostName,
} from "../../../e2e/rig/desktop/tray-hosts.ts";
import { until } from "../../../e2e/rig/until.ts";

let folder = "";
let desktop: Desktop;
let app: RealApp;

async function start(tray: TrayHostName): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), "real-tray-"));
  desktop = await startDesktop({ tray });
  app = await startRealApp({
    ...desktop.env,
    ...foldersBelow(folder),
  });
}

afterEach(async () => {
  await app?.close();
  await desktop?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Without --sync: that waits for a movement, and the pointer may be there already. */
const clickAt = (x: number, y: number) =>
  desktop.pointer("mousemove", String(x), String(y), "click", "1");
const clickIcon = () => clickAt(firstTrayIcon.x, firstTrayIcon.y);

/**
 * Expects it below the panel, as the X server has it: on a busy computer Electron was seen to take its place in
 * the window manager's frame for that on the screen.
 */
async function expectPlace(x: number): Promise<void> {
  const { y } = await app.electron.evaluate(({ screen }) => screen.getPrimaryDisplay().workArea);
  const told = async () => {
    const window = String(await popoverWindow());
    const lines = await desktop.pointer("getwindowgeometry", "--shell", window);
    return Object.fromEntries(lines.split("\n").map((line) => line.split("=")));
  };
  const place = { X: String(x), Y: String(y + 8), WIDTH: "360" };
  await expect.poll(told).toMatchObject(place);
}

/** Returns whether all of the popover is in sight, with nothing empty below it. */
async function contentFits(): Promise<boolean> {
  const popover = await app.popover();
  return popover.evaluate(() => {
    const content = document.querySelector(".popover-content");
    const foot = document.querySelector("footer")?.getBoundingClientRect().top ?? 0;
    if (content === null) return false;
    const isWhole = content.scrollHeight === content.clientHeight;
    return isWhole && Math.abs(foot - content.getBoundingClientRect().bottom) <= 1;
  });
}

/** Returns the window's id in the X server. */
function popoverWindow() {
  return app.electron.evaluate(({ BrowserWindow }) => {
    const popover = BrowserWindow.getAllWindows().find((window) =>
      window.webContents.getURL().includes("/popover.html"),
    );
    return popover?.getNativeWindowHandle().readUInt32LE() ?? 0;
  });
}

test("in a real panel, the pointer opens the popover, keys work in it, and a click beside hides it", async () => {
  await start("xfce");
  await app.electron.evaluate(async ({ BrowserWindow }) => {
    // The window manager treats it as another program's window.
    const other = new BrowserWindow({ x: 700, y: 400, width: 400, height: 300, show: false });
    other.showInactive();
  });
  await clickUntilOpen(app, clickIcon);
  await expectPlace(8);
  await until("it to be as high as its content", contentFits);

  await until("it to be out of the task bar", async () =>
    isOutOfTaskBar(desktop.env.DISPLAY, await popoverWindow()),
  );

  const popover = await app.popover();
  await desktop.pointer("type", "zz");
  await popover.getByText("No machine matches “zz”.").waitFor();
  expect(await popover.getByText("No machines yet").count()).toBe(0);
  await desktop.pointer("key", "Escape");
  await popover.getByText("No machines yet").waitFor();

  await clickAt(900, 550);
  await until("the popover to hide", async () => !(await app.isPopoverVisible()));
  await clickIcon();
  await until("the popover", () => app.isPopoverVisible());
  await clickIcon();
  await until("the popover to hide", async () => !(await app.isPopoverVisible()));
  await clickIcon();
  await until("the popover", () => app.isPopoverVisible());
  await desktop.pointer("key", "Escape");
  await until("the popover to hide", async () => !(await app.isPopoverVisible()));
});

test("in a real panel whose icons take keys, a key clicks: the popover opens at the panel, has the focus, and hides again", async () => {
  await start("mate");
  // The pointer is far from the panel: its position must not matter.
  await desktop.pointer("mousemove", "400", "500");
  await clickUntilOpen(app, () => clickIconByKeys(desktop));
  await expectPlace(912);
  const popover = await app.popover();
  await desktop.pointer("type", "zz");
  await popover.getByText("No machine matches “zz”.").waitFor();
  for (const _ of ["empties the field", "hides"]) await desktop.pointer("key", "Escape");
  await until("the popover to hide", async () => !(await app.isPopoverVisible()));
});
