import { screen as electronScreen } from "electron";
import type { XServer } from "../../adapters/desktop/x-server.ts";
import type { Point } from "../../core/app/popover-position.ts";

/** The mouse pointer at a moment. */
export interface PointerState {
  /** In device-independent pixels. */
  readonly point: Point;
  /** Whether a button is held down; null if unknown. */
  readonly isPressed: boolean | null;
}

/** Returns the position of the mouse pointer; null if unknown. */
export interface Pointer {
  where(): Promise<PointerState | null>;
}

/** On Wayland a program learns of the pointer only over its own windows; XWayland too. */
export const unknownPointer: Pointer = { where: async () => null };

/**
 * Asks the X server. Electron's own answer is right only once, because Chromium caches it and hears
 * of the pointer only over the app's own windows (electron/electron#42519); it is the fallback
 * without a server.
 */
export function createPointer(server: Pick<XServer, "pointer">): Pointer {
  return {
    async where() {
      const found = await server.pointer();
      if (found === null) return { point: electronScreen.getCursorScreenPoint(), isPressed: null };
      // All screens of an X server share one scale.
      const { scaleFactor } = electronScreen.getPrimaryDisplay();
      return {
        point: { x: found.x / scaleFactor, y: found.y / scaleFactor },
        isPressed: found.isPressed,
      };
    },
  };
}
