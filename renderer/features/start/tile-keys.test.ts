import { expect, test } from "vitest";
import { tileAfter } from "./tile-keys.ts";

/** Five tiles in rows of three. */
const tiles = [0, 1, 2, 3, 4].map((index) => ({
  left: (index % 3) * 100,
  top: Math.floor(index / 3) * 50,
}));

test.each([
  ["ArrowRight", 0, 1],
  ["ArrowRight", 4, 4],
  ["ArrowLeft", 3, 2],
  ["ArrowLeft", 0, 0],
  ["ArrowDown", 1, 4],
  ["ArrowDown", 2, null],
  ["ArrowUp", 4, 1],
  ["ArrowUp", 1, null],
  ["Enter", 1, null],
])("%s leads from tile %d to %s", (key, at, to) => {
  expect(tileAfter(key, at, tiles)).toBe(to);
});
