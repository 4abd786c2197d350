import { expect, it } from "vitest";
import { sinceWhen } from "./setup.ts";

it.each([
  ["a moment in between", 500_000, 500_000],
  ["a clock that is slightly ahead", 601_000, 600_000],
  ["a clock that is wrong", 700_000, 100_000],
  ["a moment before the start", 99_000, 100_000],
  ["no moment", null, 100_000],
])("since when a set-up goes on, by %s", (_what, told, since) => {
  expect(sinceWhen(told, 100_000, 600_000)).toBe(since);
});
