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

/** Returns the window's shape for a height of the content. */
export function popoverShape(content: number, workArea: Rectangle, isFramed: boolean): Shape {
  const around = isFramed ? 2 * frame : 0;
  const most = Math.min(card.most, Math.round(workArea.height * card.mostShare));
  const height = Math.min(Math.max(content, card.least), most);
  return {
    size: { width: card.width + around, height: height + around },
    margin: isFramed ? 0 : opaqueMargin,
  };
}
