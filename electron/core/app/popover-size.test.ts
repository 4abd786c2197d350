import { expect, test } from "vitest";
import { popoverShape } from "./popover-size.ts";

const screen = { x: 0, y: 28, width: 1920, height: 1052 };

test.each([
  ["as high as its content", 412, screen, 412],
  ["not too low", 120, screen, 300],
  ["not too high", 1400, screen, 680],
  ["most of a low screen", 1400, { ...screen, height: 600 }, 510],
])("%s", (_name, content, workArea, height) => {
  expect(popoverShape(content, { workArea, scaleFactor: 1 }, false)).toEqual({
    size: { width: 360, height },
    margin: 8,
  });
});

test("a frame for the shadow is added, and is the gap to the panel", () => {
  expect(popoverShape(412, { workArea: screen, scaleFactor: 1 }, true)).toEqual({
    size: { width: 384, height: 436 },
    margin: 0,
  });
});

test.each([
  [1, 393, 393],
  [1.25, 393, 396],
  [1.5, 393, 394],
  [1.75, 394, 396],
  [2, 393, 393],
  [1.1, 393, 400],
  [4 / 3, 394, 396],
  [1.23456, 393, 393],
  [1.1, 2000, 680],
  [1.5, 2000, 680],
])(
  "at the scale %d a content of %d is a whole number of pixels high",
  (scaleFactor, content, height) => {
    expect(popoverShape(content, { workArea: screen, scaleFactor }, false).size.height).toBe(
      height,
    );
  },
);
