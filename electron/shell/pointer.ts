import { screen } from "electron";
import type { Display } from "x11";
import type { Point } from "../core/popover-place.ts";

/** Tells where the mouse pointer is. */
export interface Pointer {
  /** In device-independent pixels. */
  where(): Promise<Point>;
}

/**
 * Asks the X server. Electron's own answer is right only once: Chromium remembers it, and then
 * hears of the pointer only over the app's own windows (electron/electron#42519). Without an X
 * server (Wayland alone, where the compositor places windows anyway) Electron's answer has to do.
 */
export function createPointer(displayName: string | undefined): Pointer {
  let display: Display | null = null;
  if (displayName !== undefined) {
    // Connected once, ahead of the first click, and loaded after the start: both take longer
    // than a question.
    void import("x11").then(({ createClient }) =>
      createClient({ display: displayName }, (error, found) => {
        if (error !== null && error !== undefined) return;
        display = found;
        const forget = () => {
          display = null;
        };
        found.client.on("error", forget);
        found.client.on("end", forget);
      }),
    );
  }

  function ask({ client, screen: screens }: Display): Promise<Point | null> {
    return new Promise((resolve) => {
      const [first] = screens;
      if (first === undefined) return resolve(null);
      client.QueryPointer(first.root, (error, found) => {
        const isKnown = (error === null || error === undefined) && found !== undefined;
        resolve(isKnown ? { x: found.rootX, y: found.rootY } : null);
      });
    });
  }

  return {
    async where() {
      const found = display === null ? null : await ask(display);
      if (found === null) return screen.getCursorScreenPoint();
      // All screens of an X server share one scale.
      const { scaleFactor } = screen.getPrimaryDisplay();
      return { x: found.x / scaleFactor, y: found.y / scaleFactor };
    },
  };
}
