import { type ChildProcess, spawn } from "node:child_process";
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
import { endChild } from "../../../e2e/rig/end-child.ts";
import { until } from "../../../e2e/rig/until.ts";

/** A desktop whose only tray is one of the old kind (XEmbed), as lean window managers have. */
let folder = "";
let desktop: Desktop;
let tray: ChildProcess;
let app: RealApp | null = null;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "old-tray-"));
  desktop = await startDesktop({});
  const corner = ["--edge", "top", "--align", "left", "--widthtype", "request", "--height", "24"];
  tray = spawn("trayer", corner, { env: { ...process.env, ...desktop.env }, stdio: "ignore" });
  await until("the tray", async () => (await windows("trayer")).length > 0);
});

afterEach(async () => {
  await app?.close();
  app = null;
  await endChild(tray);
  await desktop.close();
  rmSync(folder, { recursive: true, force: true });
});

const environment = () => ({ ...desktop.env, ...foldersBelow(folder), LANG: "en_US.UTF-8" });

/** Returns the windows of a class, shown or not. */
async function windows(name: string): Promise<readonly string[]> {
  const found = await desktop.pointer("search", "--class", name).catch(() => "");
  return found.split("\n").filter(Boolean);
}

test("uses it as a tray: the icon takes clicks, and the dashboard opens only once the tray has ended", async () => {
  const running = await startRealApp(environment());
  app = running;
  const clickIcon = () => desktop.pointer("mousemove", "12", "12", "click", "1");
  await until("the popover", async () => {
    await clickIcon();
    return running.isPopoverVisible();
  });
  expect(running.electron.windows().map((page) => page.url())).toEqual([
    expect.stringContaining("/popover.html"),
  ]);

  await endChild(tray);
  const ended = once(running.electron.process(), "exit");
  await startAgain(environment());
  const dashboard = await running.dashboard();
  await dashboard.getByRole("heading", { name: "Create your first machine" }).waitFor();
  // Without an icon the user could not return to the app.
  const closed = running.electron.evaluate(({ BrowserWindow }) => {
    const shown = BrowserWindow.getAllWindows().find((window) =>
      window.webContents.getURL().includes("/dashboard.html"),
    );
    shown?.close();
  });
  // The app may end before its answer is sent, so wait for its end.
  closed.catch(() => {});
  expect(await ended).toEqual([0, null]);
});
