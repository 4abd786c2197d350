import type { PointerState } from "./pointer.ts";

/**
 * On panels that take the focus, pressing the button on the icon hides the popover, and the click
 * arrives only on release. The first click this soon (milliseconds) after a hide with a button held
 * down, at the same pointer position, therefore keeps the popover closed; where buttons are
 * unknown, only a short click counts as the same one.
 */
const sameClickWithin = { held: 1000, unknown: 250 } as const;

/**
 * Tells whether a click is the end of the press that hid the popover so many milliseconds before.
 */
export function isSameClick(
  elapsed: number,
  then: PointerState | null,
  now: PointerState | null,
): boolean {
  if (then === null || now === null) return elapsed < sameClickWithin.unknown;
  const within = then.isPressed === null ? sameClickWithin.unknown : sameClickWithin.held;
  const isStill = then.point.x === now.point.x && then.point.y === now.point.y;
  return then.isPressed !== false && elapsed < within && isStill;
}
