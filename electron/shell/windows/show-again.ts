import type { BrowserWindow } from "electron";
import type { PlacementAsker } from "./placement-asker.ts";

/**
 * How often a window is shown until the compositor does so: about one window of an X11 client in a hundred
 * stays invisible on sway and labwc, until it is hidden and shown again.
 */
export const mostShows = 3;

/** Returns a window's number on the X server. */
export function numberOf(window: BrowserWindow): number {
  return window.getNativeWindowHandle().readUInt32LE();
}

/** Shows a window, and again as long as the compositor does not. */
export async function showSurely(
  window: BrowserWindow,
  asker: Pick<PlacementAsker, "isShown"> | null,
): Promise<void> {
  for (let shows = 1; ; shows += 1) {
    window.show();
    if (shows >= mostShows || asker === null || (await asker.isShown(numberOf(window)))) return;
    // It was closed or hidden meanwhile.
    if (window.isDestroyed() || !window.isVisible()) return;
    window.hide();
  }
}
