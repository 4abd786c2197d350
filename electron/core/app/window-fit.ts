import type { Rectangle } from "./popover-position.ts";

/** A window's size, and where it is unless the window manager chooses that. */
export interface WindowPlace {
  readonly width: number;
  readonly height: number;
  readonly x?: number;
  readonly y?: number;
}

/**
 * The most that the bar with the title and the frame add in height, in device-independent pixels: no
 * window manager tells before it has put them around the window.
 */
const frameHeight = 40;

/**
 * Returns the place for a window that is to lie in a work area with its frame: cut and moved as far
 * as needed.
 */
export function fitWindow(wished: WindowPlace, workArea: Rectangle): WindowPlace {
  const width = Math.min(wished.width, workArea.width);
  const height = Math.min(wished.height, workArea.height - frameHeight);
  if (wished.x === undefined || wished.y === undefined) return { width, height };
  const into = (start: number, areaStart: number, room: number) =>
    Math.max(areaStart, Math.min(start, areaStart + room));
  return {
    width,
    height,
    x: into(wished.x, workArea.x, workArea.width - width),
    y: into(wished.y, workArea.y, workArea.height - frameHeight - height),
  };
}
