import { expect, test } from "vitest";
import { popoverShape } from "./popover-size.ts";

const screen = { x: 0, y: 28, width: 1920, height: 1052 };

test.each([
  ["as high as its content", 412, screen, 412],
  ["not too low", 120, screen, 300],
  ["not too high", 1400, screen, 680],
  ["most of a low screen", 1400, { ...screen, height: 600 }, 510],
])("%s", (_name, content, workArea, height) => {
  expect(popoverShape(content, workArea, false)).toEqual({
    size: { width: 360, height },
    margin: 8,
  });
});

test("a frame for the shadow is added, and is the gap to the panel", () => {
  expect(popoverShape(412, screen, true)).toEqual({
    size: { width: 384, height: 436 },
    margin: 0,
  });
});
