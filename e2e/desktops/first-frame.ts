import { describe, expect, it } from "vitest";
import type { RealApp } from "../rig/app/real-app.ts";
import { until } from "../rig/until.ts";
import type { WindowPlatform } from "./app.ts";
import { withAppOn } from "./app-on-desktop.ts";
import type { DesktopName } from "./desktops.ts";
import type { RealDesktop, SeenWindow } from "./real-desktop.ts";
import { bright } from "./round.ts";

/**
 * The tests that windows are dark from their first frame on a dark desktop: on Wayland a window is
 * shown before its page has painted. The page's process is halted, so that the first frame stays.
 */
export function goFirstFrames(
  name: DesktopName,
  platform: WindowPlatform,
  seenAs: (desktop: RealDesktop) => Promise<void>,
): void {
  describe(`the first frames on ${name} by ${platform}`, () => {
    const its = withAppOn(name, platform, { prepare: (desktop) => desktop.setDark(true) });

    it("shows the dashboard's ground before its page has painted", async () => {
      const { desktop, startable, app, seen } = its();
      await until("a dark app", () =>
        app.electron.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors),
      );
      await app.electron.evaluate(({ app: main }) => {
        main.once("browser-window-created", (_event, { webContents }) => {
          webContents.once("did-finish-load", () =>
            process.kill(webContents.getOSProcessId(), "SIGSTOP"),
          );
        });
      });
      await startable.startAgain();
      const shown = await until("the dashboard", seen.dashboard);
      expect(await seen.isDrawn(pageOf(shown))).toBe(false);
      expect(await seen.brightness(shown)).toBeLessThan(bright.dark);
      await seenAs(desktop);
      await signalPages(app, "SIGCONT");
      await until("the dashboard's picture", () => seen.isDrawn(pageOf(shown)));
    });

    it("shows nothing bright before the popover's page has painted", async () => {
      const { desktop, startable, app, seen } = its();
      await signalPages(app, "SIGSTOP");
      const pictures = [];
      try {
        expect(await startable.startAgain("--popover")).toBe(0);
        await until("a popover that the app has shown", () =>
          app.electron.evaluate(({ BrowserWindow }) =>
            BrowserWindow.getAllWindows().some(
              (window) => window.isVisible() && !window.isResizable(),
            ),
          ),
        );
        for (let count = 0; count < 3; count += 1) pictures.push(await desktop.picture());
      } finally {
        await signalPages(app, "SIGCONT");
      }
      const shown = await seen.popoverStays();
      await until(
        "the popover's picture",
        async () => (await seen.brightness(shown)) < bright.dark,
      );
      for (const picture of pictures) {
        expect(await seen.brightness(shown, picture)).toBeLessThan(bright.light);
      }
    });
  });
}

async function signalPages(app: RealApp, signal: "SIGSTOP" | "SIGCONT"): Promise<void> {
  await app.electron.evaluate(({ BrowserWindow }, name) => {
    for (const { webContents } of BrowserWindow.getAllWindows())
      process.kill(webContents.getOSProcessId(), name);
  }, signal);
}

/** Returns the part of a window below the title bar that the app draws on some desktops. */
function pageOf(window: SeenWindow): SeenWindow {
  const bar = 60;
  return { ...window, y: window.y + bar, height: window.height - bar };
}
