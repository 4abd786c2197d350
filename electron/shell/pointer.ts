import { screen as electronScreen } from "electron";
import type { Display } from "x11";
import type { Point } from "../core/popover-place.ts";

/** The mouse pointer at a moment. */
export interface PointerState {
  /** In device-independent pixels. */
  readonly point: Point;
  /** Whether a button is held down; null: that cannot be told. */
  readonly isPressed: boolean | null;
}

/** Tells where the mouse pointer is. */
export interface Pointer {
  where(): Promise<PointerState>;
}

/** The bits of an X server's mask that stand for the buttons 1 to 3 (X.h, Button1Mask …). */
const buttonBits = 0x700;

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

  function ask({ client, screen: screens }: Display): Promise<PointerState | null> {
    return new Promise((resolve) => {
      const [first] = screens;
      if (first === undefined) return resolve(null);
      client.QueryPointer(first.root, (error, found) => {
        const isKnown = (error === null || error === undefined) && found !== undefined;
        if (!isKnown) return resolve(null);
        // All screens of an X server share one scale.
        const { scaleFactor } = electronScreen.getPrimaryDisplay();
        resolve({
          point: { x: found.rootX / scaleFactor, y: found.rootY / scaleFactor },
          isPressed: (found.keyMask & buttonBits) !== 0,
        });
      });
    });
  }

  return {
    async where() {
      const found = display === null ? null : await ask(display);
      return found ?? { point: electronScreen.getCursorScreenPoint(), isPressed: null };
    },
  };
}
