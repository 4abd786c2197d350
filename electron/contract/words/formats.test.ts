import { expect, it } from "vitest";
import { formatSpan } from "./formats.ts";

it("tells a span by its largest unit", () => {
  const minute = 60_000;
  expect([0, minute, 90 * minute, 50 * 60 * minute].map((ms) => formatSpan("en", ms))).toEqual([
    "1 minute",
    "1 minute",
    "1 hour",
    "2 days",
  ]);
  expect(formatSpan("de", 50 * 60 * minute)).toBe("2 Tage");
});
