import { describe, expect, it } from "vitest";
import { until } from "../rig/until.ts";
import type { WindowPlatform } from "./app.ts";
import { withAppOn } from "./app-on-desktop.ts";
import type { DesktopName } from "./desktops.ts";
import type { RealDesktop } from "./real-desktop.ts";
import { bright, goThroughOpenings } from "./round.ts";

/** Tests the app where nothing shows its icon: the dashboard takes the icon's place. */
export function goWithoutTray(
  name: DesktopName,
  platform: WindowPlatform,
  seenAs: (desktop: RealDesktop) => Promise<void> = async () => {},
): void {
  describe(`the app on ${name} by ${platform}`, () => {
    const its = withAppOn(name, platform);
    const dashboardHasFocus = async () => (await its().seen.dashboard())?.isFocused === true;

    it("shows the dashboard by itself, with the focus", async () => {
      const { desktop, seen } = its();
      await until("the dashboard with the focus", dashboardHasFocus);
      const shown = await until("the dashboard", seen.dashboard);
      if (platform !== "default") expect(shown.platform).toBe(platform);
      await until("the dashboard's picture", () => seen.isDrawn(shown));
      await seenAs(desktop);
    });

    it("turns dark and light with the desktop", async () => {
      const { desktop, seen } = its();
      const brightness = async () => seen.brightness(await until("it", seen.dashboard));
      await desktop.setDark(true);
      await until("a dark dashboard", async () => (await brightness()) < bright.dark);
      await desktop.setDark(false);
      await until("a light dashboard", async () => (await brightness()) > bright.light);
    });

    // A shortcut of the user's runs `virtray popover`, which starts the app so.
    it("shows the popover over it at a start for it, again and again", async () => {
      const { desktop, startable } = its();
      await goThroughOpenings(its(), {
        open: async () => expect(await startable.startAgain("--popover")).toBe(0),
        hide: () => desktop.press("Escape"),
        hidden: () => until("the dashboard with the focus", dashboardHasFocus),
      });
    });

    it("replaces the popover by the dashboard at a second start", async () => {
      const { startable, seen } = its();
      expect(await startable.startAgain("--popover")).toBe(0);
      await seen.popoverStays();
      expect(await startable.startAgain()).toBe(0);
      await seen.popoverIsGone();
      await until("the dashboard with the focus", dashboardHasFocus);
    });

    it("ends when its window is closed: nothing else leads back to it", async () => {
      const { desktop, app } = its();
      const ended = app.electron.waitForEvent("close");
      await desktop.press("Alt_L", "F4");
      await ended;
      await until("no window", async () => (await desktop.windows()).length === 0);
    });
  });
}
