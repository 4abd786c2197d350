import { expect, it } from "vitest";
import { isSameClick } from "./same-click.ts";

const at = (x: number, isPressed: boolean | null) => ({ point: { x, y: 8 }, isPressed });

it.each([
  ["a press that is released on the icon", 900, at(5, true), at(5, false), true],
  ["a press that is held for longer", 1000, at(5, true), at(5, false), false],
  ["a press elsewhere, then a click on the icon", 900, at(5, true), at(6, false), false],
  ["a loss of the focus by keys, then a click", 100, at(5, false), at(5, false), false],
  ["a short click where buttons are unknown", 249, at(5, null), at(5, null), true],
  ["a later click where buttons are unknown", 250, at(5, null), at(5, null), false],
  ["a short click where the pointer is unknown", 249, null, null, true],
  ["a later click where the pointer is unknown", 250, null, null, false],
] as const)("%s", (_what, elapsed, then, now, expected) => {
  expect(isSameClick(elapsed, then, now)).toBe(expected);
});
