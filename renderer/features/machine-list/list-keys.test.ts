import { expect, test } from "vitest";
import { between, rowAfter } from "./list-keys.ts";

test.each([
  ["ArrowDown", 1, 2],
  ["ArrowDown", 3, 3],
  ["ArrowUp", 1, 0],
  ["ArrowUp", 0, 0],
  ["Home", 2, 0],
  ["End", 1, 3],
  ["Enter", 1, null],
])("%s leads from row %d of four to %s", (key, at, row) => {
  expect(rowAfter(key, at, 4)).toBe(row);
});

test.each([
  ["b", "d", ["b", "c", "d"]],
  ["d", "b", ["b", "c", "d"]],
  ["c", "c", ["c"]],
  ["gone", "c", ["c"]],
])("returns, from %s to %s, %j", (from, to, all) => {
  expect(between(["a", "b", "c", "d"], from, to)).toEqual(all);
});
