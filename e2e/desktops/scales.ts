import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RealApp } from "../rig/app/real-app.ts";
import { appOn, type WindowPlatform } from "./app.ts";
import { type AppOnScreen, lookFor } from "./app-on-screen.ts";
import { type DesktopName, startDesktop } from "./desktops.ts";
import type { RealDesktop } from "./real-desktop.ts";
import type { Expected } from "./round.ts";

/** What is expected of the app at a scale, where it is not what an X11 desktop does. */
interface ExpectedAtScale extends Expected {
  readonly platform: Exclude<WindowPlatform, "default">;
  /** How many pixels the app draws for each unit. */
  readonly pixels: number;
}

/** Tests that a desktop's scale is the app's: as large in its units, and drawn by every pixel. */
export function goScaled(
  name: DesktopName,
  scale: number,
  seen: (desktop: RealDesktop) => Promise<void> = async () => {},
  expected: Partial<ExpectedAtScale> = {},
): void {
  const { platform = "x11", place = "panel", pixels = scale } = expected;
  describe(`the app on ${name} by ${platform} at scale ${scale}`, () => {
    let desktop: RealDesktop;
    let app: RealApp;
    let onScreen: AppOnScreen;

    beforeAll(async () => {
      desktop = await startDesktop(name, { scale });
      onScreen = lookFor(desktop);
      app = await (await appOn(desktop, platform)).start();
    });

    afterAll(() => desktop?.close());

    it("shows the popover in its size and place", async () => {
      await desktop.clickIcon();
      const { x, width, height } = await onScreen.popoverStays();
      expect(width).toBeCloseTo(360, 0);
      expect(height).toBeCloseTo(580, 0);
      if (place === "panel") expect(x + width).toBeGreaterThan(desktop.screen.width - 20);
      else expect(Math.abs(x + width / 2 - desktop.screen.width / 2)).toBeLessThan(40);
      const drawn = await (await app.popover()).evaluate(() => window.devicePixelRatio);
      expect(drawn).toBeCloseTo(pixels, 2);
      await seen(desktop);
    });
  });
}
