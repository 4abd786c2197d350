import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RealApp } from "../rig/app/real-app.ts";
import { appOn } from "./app.ts";
import { type AppOnScreen, lookFor } from "./app-on-screen.ts";
import { type DesktopName, startDesktop } from "./desktops.ts";
import type { RealDesktop } from "./real-desktop.ts";

/** Tests that an X11 desktop's scale is the app's: as large in its units, and drawn by every pixel. */
export function goScaled(
  name: DesktopName,
  scale: number,
  seen: (desktop: RealDesktop) => Promise<void> = async () => {},
): void {
  describe(`the app on ${name} at scale ${scale}`, () => {
    let desktop: RealDesktop;
    let app: RealApp;
    let onScreen: AppOnScreen;

    beforeAll(async () => {
      desktop = await startDesktop(name, { scale });
      onScreen = lookFor(desktop);
      app = await (await appOn(desktop, "x11")).start();
    });

    afterAll(() => desktop?.close());

    it("shows the popover in its size at the icon, by every pixel", async () => {
      await desktop.clickIcon();
      const { x, width, height } = await onScreen.popoverStays();
      expect(width).toBeCloseTo(360, 0);
      expect(height).toBeCloseTo(580, 0);
      expect(x + width).toBeGreaterThan(desktop.screen.width - 20);
      const pixels = await (await app.popover()).evaluate(() => window.devicePixelRatio);
      expect(pixels).toBe(scale);
      await seen(desktop);
    });
  });
}
