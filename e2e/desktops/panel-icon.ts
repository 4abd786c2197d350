import { isDeepStrictEqual } from "node:util";
import type { PNG } from "pngjs";
import { until } from "../rig/until.ts";
import type { RealDesktop, ScreenPoint } from "./real-desktop.ts";

/** A part of the screen, in the desktop's own units. */
export interface ScreenArea extends ScreenPoint {
  readonly width: number;
  readonly height: number;
}

/**
 * Waits until an icon appears in a part of a panel that is otherwise empty, and stays at its place, and
 * returns its middle.
 * The panel's colour is that of the pixel in the part's upper left corner, so that corner must be
 * empty.
 */
export function iconInPanel(
  desktop: Pick<RealDesktop, "picture" | "screen">,
  area: ScreenArea,
): Promise<ScreenPoint> {
  let last: ScreenPoint | null = null;
  return until("an icon in the panel", async () => {
    const before = last;
    last = middleOfIcon(await desktop.picture(), desktop, area);
    // A panel that has just got its screen's scale, or another icon, moves the icon.
    return isDeepStrictEqual(before, last) ? last : null;
  });
}

function middleOfIcon(
  picture: PNG,
  { screen: { scale } }: Pick<RealDesktop, "screen">,
  area: ScreenArea,
): ScreenPoint | null {
  const [left, top] = [Math.ceil(area.x * scale), Math.ceil(area.y * scale)];
  const right = Math.min(picture.width, Math.floor((area.x + area.width) * scale));
  const bottom = Math.min(picture.height, Math.floor((area.y + area.height) * scale));
  const colour = (x: number, y: number) => picture.data.readUInt32BE((y * picture.width + x) * 4);
  const background = colour(left, top);
  const columns: number[] = [];
  const rows: number[] = [];
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      if (colour(x, y) === background) continue;
      columns.push(x);
      rows.push(y);
    }
  }
  if (columns.length === 0) return null;
  const middle = (values: readonly number[]) => {
    const sorted = values.toSorted((a, b) => a - b);
    return ((sorted[0] ?? 0) + (sorted.at(-1) ?? 0)) / 2 / scale;
  };
  return { x: middle(columns), y: middle(rows) };
}
