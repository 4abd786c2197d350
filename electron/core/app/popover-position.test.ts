import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cornerOfPanel, isInside, mayClickIcon, placePopover } from "./popover-position.ts";

const size = { width: 360, height: 580 };
const screen = { x: 0, y: 28, width: 1920, height: 1052 };

test.each([
  ["a panel at the top", { x: 900, y: 14 }, screen, { x: 720, y: 36, ...size }],
  ["the top right corner", { x: 1900, y: 10 }, screen, { x: 1552, y: 36, ...size }],
  [
    "a panel at the bottom",
    { x: 900, y: 1070 },
    { x: 0, y: 0, width: 1920, height: 1052 },
    { x: 720, y: 464, ...size },
  ],
  [
    "a second screen on the left",
    { x: -1900, y: 20 },
    { x: -1920, y: 0, width: 1920, height: 1080 },
    { x: -1912, y: 28, ...size },
  ],
  [
    "a screen that is too small",
    { x: 100, y: 100 },
    { x: 0, y: 0, width: 320, height: 400 },
    { x: 0, y: 0, width: 320, height: 400 },
  ],
])("%s", (_name, pointer, workArea, expected) => {
  expect(placePopover(pointer, workArea, { size, margin: 8 })).toEqual(expected);
});

test("it is inside the work area for every position of the pointer", () => {
  const number = (min: number, max: number) => fc.integer({ min, max });
  fc.assert(
    fc.property(
      fc.record({ x: number(-5000, 5000), y: number(-5000, 5000) }),
      fc.record({
        x: number(-4000, 4000),
        y: number(-4000, 4000),
        width: number(1, 5000),
        height: number(1, 5000),
      }),
      (pointer, area) => {
        const place = placePopover(pointer, area, { size, margin: 8 });
        expect(place.x).toBeGreaterThanOrEqual(area.x);
        expect(place.y).toBeGreaterThanOrEqual(area.y);
        expect(place.x + place.width).toBeLessThanOrEqual(area.x + area.width);
        expect(place.y + place.height).toBeLessThanOrEqual(area.y + area.height);
      },
    ),
  );
});

test.each([
  ["above", { x: 0, y: 28, width: 1280, height: 772 }, { x: 1279, y: 28 }],
  ["below", { x: 0, y: 0, width: 1280, height: 760 }, { x: 1279, y: 759 }],
  ["nowhere", { x: 0, y: 0, width: 1280, height: 800 }, { x: 1279, y: 0 }],
  ["at the left", { x: 48, y: 0, width: 1232, height: 800 }, { x: 1279, y: 0 }],
])("with a panel %s the tray is taken to be at its right end", (_where, workArea, corner) => {
  expect(cornerOfPanel({ x: 0, y: 0, width: 1280, height: 800 }, workArea)).toEqual(corner);
});

test.each([
  ["on a panel", { x: 9, y: 9 }, { x: 0, y: 28, width: 1280, height: 772 }, true],
  ["beside a panel", { x: 9, y: 28 }, { x: 0, y: 28, width: 1280, height: 772 }, false],
  ["where none is to be seen", { x: 9, y: 28 }, { x: 0, y: 0, width: 1280, height: 800 }, true],
])(
  "a pointer %s: whether it may have clicked on the icon",
  (_where, pointer, workArea, expected) => {
    const display = { x: 0, y: 0, width: 1280, height: 800 };
    expect(mayClickIcon(pointer, display, workArea)).toBe(expected);
  },
);

test("a point on the far edge is outside", () => {
  const area = { x: 10, y: 0, width: 5, height: 5 };
  expect([9, 10, 14, 15].map((x) => isInside({ x, y: 4 }, area))).toEqual([
    ...[false, true, true, false],
  ]);
});
