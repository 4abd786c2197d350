import { screen as electronScreen } from "electron";
import type { XServer } from "../../adapters/desktop/x-server.ts";
import type { Point } from "../../core/app/popover-position.ts";

/** The mouse pointer at a moment. */
export interface PointerState {
  /** In device-independent pixels. */
  readonly point: Point;
  /** Whether a button is held down; null: that cannot be told. */
  readonly isPressed: boolean | null;
}

/** Returns where the mouse pointer is; null: unknown here. */
export interface Pointer {
  where(): Promise<PointerState | null>;
}

/**
 * On Wayland no program is told of a pointer that is not over its own windows, also not XWayland.
 */
export const unknownPointer: Pointer = { where: async () => null };

/**
 * Asks the X server. Electron's own answer is right only once: Chromium remembers it, and then
 * hears of the pointer only over the app's own windows (electron/electron#42519); it has to do where
 * the server cannot be asked.
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
