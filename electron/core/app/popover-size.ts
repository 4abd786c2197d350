import type { Rectangle, Shape } from "./popover-position.ts";

/** The popover's card, in device-independent pixels: it is as high as its content, within limits. */
const card = { width: 360, least: 300, most: 680, mostShare: 0.85 } as const;

/**
 * The transparent space around the card for its shadow (styles/popover.css: --frame), in
 * device-independent pixels. It is the gap to the panel, too.
 */
const frame = 12;
/** The space between an opaque popover and the work area's edges. */
const opaqueMargin = 8;

/** The height of the content before the page has told it. */
export const usualContent = 480;

/** The most device-independent pixels that a whole number of a screen's pixels is looked for in. */
const mostUnits = 20;

/** The part of a screen that the popover's shape depends on. */
export interface ScreenOfPopover {
  readonly workArea: Rectangle;
  /** The screen's pixels to each device-independent one. */
  readonly scaleFactor: number;
}

/** Returns the window's shape for a height of the content. */
export function popoverShape(content: number, on: ScreenOfPopover, isFramed: boolean): Shape {
  const around = isFramed ? 2 * frame : 0;
  const most = Math.min(card.most, Math.round(on.workArea.height * card.mostShare));
  const step = unitsOfWholePixels(on.scaleFactor);
  const wished = Math.ceil(Math.max(content, card.least) / step) * step;
  const height = Math.min(wished, Math.floor(most / step) * step);
  return {
    size: { width: card.width + around, height: height + around },
    margin: isFramed ? 0 : opaqueMargin,
  };
}

/**
 * Returns how many device-independent pixels are a whole number of the screen's: a window whose height
 * is another one is blurred by compositors such as labwc. It is 1 where nothing fits.
 */
function unitsOfWholePixels(scale: number): number {
  for (let units = 1; units <= mostUnits; units += 1) {
    if (Math.abs(units * scale - Math.round(units * scale)) < 0.001) return units;
  }
  return 1;
}
