import { basename, join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { type RealApp, startRealApp } from "../../rig/app/real-app.ts";
import type { Instance } from "../../rig/command.ts";
import { until } from "../../rig/until.ts";
import type { WindowPlatform } from "../app.ts";
import { drawing } from "../drawing.ts";
import type { SeenWindow } from "../real-desktop.ts";
import { showXServer } from "../x-server.ts";
import type { GnomeDesktop } from "./gnome.ts";

/** Starts the app of an instance in root's GNOME, from outside: it needs the test's own network. */
export function startAppOnGnome(
  desktop: GnomeDesktop,
  instance: Instance,
  platform: WindowPlatform,
): Promise<RealApp> {
  const { runtime } = desktop.place;
  showXServer(desktop);
  return startRealApp(
    {
      ...instance.env,
      ...desktop.env,
      WAYLAND_DISPLAY: join(runtime, "wayland-0"),
      XAUTHORITY: join(runtime, basename(desktop.env["XAUTHORITY"] ?? "")),
      DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(runtime, "bus")}`,
      // The app's own files, and those that the command asks about, lie beside its other files.
      HOME: instance.env["HOME"],
      PATH: process.env["PATH"],
      XDG_RUNTIME_DIR: instance.env["XDG_RUNTIME_DIR"],
    },
    [...drawing, `--ozone-platform=${platform}`],
  );
}

/**
 * Opens the icon's menu and clicks through it, and repeats this without an effect: a menu that was
 * opened while the panel still read its items shows the former ones, whose clicks are lost.
 */
export async function chooseInMenu(
  desktop: GnomeDesktop,
  what: string,
  labelBegins: readonly string[],
  effect: () => Promise<boolean>,
): Promise<void> {
  for (let tries = 3; ; tries -= 1) {
    await desktop.press("Escape");
    await desktop.moveTo(await desktop.trayIcon());
    await desktop.click();
    for (const labelBegin of labelBegins) await desktop.clickItem(labelBegin);
    const came = await until(what, effect, 10).catch((error: unknown) => {
      if (tries === 1) throw error;
      return null;
    });
    if (came !== null) return;
  }
}

/** Returns the content of the shell's clipboard at the previous call. */
export function copiedOnGnome(desktop: GnomeDesktop): Promise<unknown> {
  return desktop.evaluate(`(() => {
    const { St } = imports.gi;
    St.Clipboard.get_default().get_text(St.ClipboardType.CLIPBOARD, (_, text) => {
      rig.copied = text;
    });
    return rig.copied ?? null;
  })()`);
}

/** Clicks a part of a page by the desktop's mouse; the app's own title bar is above the page. */
export async function clickInWindow(
  desktop: GnomeDesktop,
  window: SeenWindow,
  page: Page,
  part: Locator,
): Promise<void> {
  const box = await part.boundingBox();
  if (box === null) throw new Error("nothing to be clicked there");
  const inner = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  await desktop.moveTo({
    x: window.x + (window.width - inner.width) / 2 + box.x + box.width / 2,
    y: window.y + window.height - inner.height + box.y + box.height / 2,
  });
  await desktop.click();
}
