import { describe, expect, it } from "vitest";
import { until } from "../../rig/until.ts";
import type { WindowPlatform } from "../app.ts";
import { type AppOnDesktop, withAppOn } from "../app-on-desktop.ts";
import type { DesktopName } from "../desktops.ts";
import type { RealDesktop, SeenWindow } from "../real-desktop.ts";
import { goThroughOpenings } from "../round.ts";

/** The program of GNOME's settings that asks the user. */
const asker = "org.gnome.Settings.GlobalShortcutsProvider";

/** The middle of the question's button "Add", seen from the window's upper right corner. */
const addButton = { left: 40, down: 23 } as const;

/**
 * The tests that GNOME's portal for shortcuts, which there is from version 48 on, asks the user once
 * and then gives the app its keys. It asks only for programs that it knows by their desktop file.
 */
export function goPortalShortcut(
  name: DesktopName,
  platform: Exclude<WindowPlatform, "default">,
  seen: (desktop: RealDesktop) => Promise<void>,
): void {
  describe(`the portal's shortcut on ${name} by ${platform}`, () => {
    const its = withAppOn(name, platform);

    it("is refused by the user with one key, and Health says so", async () => {
      const { desktop, startable, app } = its();
      await startable.startAgain();
      await askFor(its());
      await desktop.press("Escape");
      await until("the end of the question", async () => (await questions(desktop)).length === 0);
      const page = await app.dashboard();
      await page.getByRole("button", { name: /^Health/ }).click();
      const told = page
        .locator(".finding")
        .filter({ hasText: "Super+Alt+V does not open Virtray" });
      await told.filter({ hasText: "because you declined" }).waitFor();
      expect(await told.count()).toBe(1);
    });

    it("is given by the user with one click on the desktop's question", async () => {
      const { desktop, app } = its();
      const question = await askFor(its());
      await until("the question's picture", async () => question.width > 2 * addButton.left);
      await seen(desktop);
      await desktop.moveTo({
        x: question.x + question.width - addButton.left,
        y: question.y + addButton.down,
      });
      await desktop.click();
      await until("the end of the question", async () => (await questions(desktop)).length === 0);
      const settings = await app.dashboard();
      await settings
        .getByRole("button", { name: "Set up Super+Alt+V" })
        .waitFor({ state: "detached" });
      expect(await settings.getByText("does not open Virtray").count()).toBe(0);
      await settings.getByRole("button", { name: /^Health/ }).click();
      await settings.getByText("Checked ").waitFor();
      expect(await settings.getByText("does not open Virtray").count()).toBe(0);
    });

    it("opens the popover over another window, again and again", async () => {
      const { desktop, seen: onScreen } = its();
      const dashboardHasFocus = async () => (await onScreen.dashboard())?.isFocused === true;
      await until("the dashboard with the focus", dashboardHasFocus);
      await goThroughOpenings(its(), {
        open: () => desktop.press("Super_L", "Alt_L", "v"),
        hide: () => desktop.press("Escape"),
        hidden: () => until("the dashboard with the focus", dashboardHasFocus),
      });
    });
  });
}

/** Returns the windows in which GNOME asks the user. */
async function questions(desktop: RealDesktop): Promise<readonly SeenWindow[]> {
  return (await desktop.windows()).filter((window) => window.appId === asker);
}

/** Has the app ask for its keys in the settings; returns the window of GNOME's question. */
async function askFor({ desktop, app }: AppOnDesktop): Promise<SeenWindow> {
  const settings = await app.dashboard();
  await settings.getByRole("button", { name: "Settings" }).click();
  await settings.getByRole("button", { name: "Set up Super+Alt+V" }).click();
  return until("GNOME's question", async () => (await questions(desktop))[0]);
}
