import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RealApp } from "../rig/app/real-app.ts";
import { until } from "../rig/until.ts";
import { appOn, type StartableApp, type WindowPlatform } from "./app.ts";
import { type AppOnScreen, lookFor } from "./app-on-screen.ts";
import { type DesktopName, startDesktop } from "./desktops.ts";
import type { RealDesktop } from "./real-desktop.ts";
import { bright, goThroughOpenings } from "./round.ts";

/** Tests the app where nothing shows its icon: the dashboard takes the icon's place. */
export function goWithoutTray(
  name: DesktopName,
  platform: WindowPlatform,
  seenAs: (desktop: RealDesktop) => Promise<void> = async () => {},
): void {
  describe(`the app on ${name} by ${platform}`, () => {
    let desktop: RealDesktop;
    let startable: StartableApp;
    let app: RealApp;
    let seen: AppOnScreen;
    const dashboardHasFocus = async () => (await seen.dashboard())?.isFocused === true;

    beforeAll(async () => {
      desktop = await startDesktop(name);
      seen = lookFor(desktop);
      startable = await appOn(desktop, platform);
      app = await startable.start();
    });

    afterAll(() => desktop?.close());

    it("shows the dashboard by itself, with the focus", async () => {
      await until("the dashboard with the focus", dashboardHasFocus);
      const shown = await until("the dashboard", seen.dashboard);
      if (platform !== "default") expect(shown.platform).toBe(platform);
      await until("the dashboard's picture", () => seen.isDrawn(shown));
      await seenAs(desktop);
    });

    it("turns dark and light with the desktop", async () => {
      const brightness = async () => seen.brightness(await until("it", seen.dashboard));
      await desktop.setDark(true);
      await until("a dark dashboard", async () => (await brightness()) < bright.dark);
      await desktop.setDark(false);
      await until("a light dashboard", async () => (await brightness()) > bright.light);
    });

    // A shortcut of the user's runs `virtray popover`, which starts the app so.
    it("shows the popover over it at a start for it, again and again", async () => {
      await goThroughOpenings(
        { desktop, app, seen },
        {
          open: async () => expect(await startable.startAgain("--popover")).toBe(0),
          hide: () => desktop.press("Escape"),
          hidden: () => until("the dashboard with the focus", dashboardHasFocus),
        },
      );
    });

    it("replaces the popover by the dashboard at a second start", async () => {
      expect(await startable.startAgain("--popover")).toBe(0);
      await seen.popoverStays();
      expect(await startable.startAgain()).toBe(0);
      await seen.popoverIsGone();
      await until("the dashboard with the focus", dashboardHasFocus);
    });

    it("ends when its window is closed: nothing else leads back to it", async () => {
      const ended = app.electron.waitForEvent("close");
      await desktop.press("Alt_L", "F4");
      await ended;
      expect(await desktop.windows()).toEqual([]);
    });
  });
}
