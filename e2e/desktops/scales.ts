import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { until } from "../rig/until.ts";
import type { WindowPlatform } from "./app.ts";
import { withAppOn } from "./app-on-desktop.ts";
import type { DesktopName } from "./desktops.ts";
import type { RealDesktop, SeenWindow } from "./real-desktop.ts";
import type { Expected } from "./round.ts";

/** The popover's card, and the space around it for the shadow, in the desktop's units. */
const card = { width: 360, frame: 12 } as const;

/** The largest difference of two pixels that count as equal, summed over the three colours. */
const sameColour = 24;

/** The expectations of the app at a scale, where it differs from an X11 desktop. */
interface ExpectedAtScale extends Expected {
  readonly platform: Exclude<WindowPlatform, "default">;
  /** The pixels that the app draws for each unit. */
  readonly pixels: number;
}

/**
 * Tests that the app takes the desktop's scale: the same size in its units, drawn with every pixel.
 */
export function goScaled(
  name: DesktopName,
  scale: number,
  seen: (desktop: RealDesktop) => Promise<void> = async () => {},
  expected: Partial<ExpectedAtScale> = {},
): void {
  const { platform = "x11", place = "panel", pixels = scale } = expected;
  describe(`the app on ${name} by ${platform} at scale ${scale}`, () => {
    const its = withAppOn(name, platform, { scale });

    it("shows the popover in its size and place", async () => {
      const { desktop, app, seen: onScreen } = its();
      await desktop.clickIcon();
      const shown = await onScreen.popoverStays();
      const { x, width, height } = shown;
      // The card, with the space for its shadow around it. labwc's windows are measured in a picture,
      // where the shadow fades; on LXQt no compositing manager draws one.
      const isBare = name === "labwc" || name === "lxqt";
      expect(width).toBeGreaterThan((isBare ? card.width : card.width + 2 * card.frame) - 1);
      expect(width).toBeLessThan(card.width + 2 * card.frame + 1);
      expect(height).toBeGreaterThan(324 - 1);
      expect(height).toBeLessThan(704 + 1);
      if (place === "panel") expect(x + width).toBeGreaterThan(desktop.screen.width - 20);
      else expect(Math.abs(x + width / 2 - desktop.screen.width / 2)).toBeLessThan(40);
      const page = await app.popover();
      expect(await page.evaluate(() => window.devicePixelRatio)).toBeCloseTo(pixels, 2);
      const barWidth = await page.evaluate(() => {
        const content = document.querySelector<HTMLElement>(".popover-content");
        return content === null ? null : content.offsetWidth - content.clientWidth;
      });
      expect(barWidth).toBe(0);
      // An X server shows what is drawn; a Wayland compositor may blow it up, also what XWayland draws.
      if (platform === "wayland" || name === "plasma") {
        // The panel tells what the icon is for as long as the pointer is on it.
        await desktop.moveTo(desktop.wallpaper);
        const drawn = PNG.sync.read(
          await page.screenshot({ scale: "device", omitBackground: true }),
        );
        await until("the pixels that the page has drawn", async () =>
          isShownNear(shown, drawn, await desktop.picture(), scale),
        );
      }
      await seen(desktop);
    });
  });
}

/** Returns whether a window's picture is on the screen, at its place but for the shadow's width. */
function isShownNear({ x, y }: SeenWindow, drawn: PNG, screen: PNG, scale: number): boolean {
  const [left, top] = [Math.round(x * scale), Math.round(y * scale)];
  const most = Math.ceil(card.frame * scale);
  const offsets = Array.from({ length: most + 1 }, (_, index) => -index);
  return offsets.some((down) =>
    offsets.some((right) => isShownAt({ left: left + right, top: top + down }, drawn, screen)),
  );
}

/** Compares pixel by pixel where the picture is opaque, which is most of it. */
function isShownAt(
  { left, top }: { readonly left: number; readonly top: number },
  drawn: PNG,
  screen: PNG,
): boolean {
  let opaque = 0;
  for (let row = 0; row < drawn.height; row += 1) {
    for (let column = 0; column < drawn.width; column += 1) {
      const there = ((top + row) * screen.width + left + column) * 4;
      const wished = (row * drawn.width + column) * 4;
      if (drawn.data[wished + 3] !== 255) continue;
      opaque += 1;
      const distance = [0, 1, 2].reduce(
        (sum, at) =>
          sum + Math.abs((screen.data[there + at] ?? 0) - (drawn.data[wished + at] ?? 0)),
        0,
      );
      if (distance > sameColour) return false;
    }
  }
  return opaque > (drawn.width * drawn.height) / 2;
}
