import { expect, it } from "vitest";
import { parseDuration } from "../../base/parse-duration.ts";
import { parseDelay, parsePercent, parseRate } from "./read-figures.ts";

it("reads rates, delays, shares and durations as they are typed", () => {
  expect(
    ["2M", "500k", "1.5G", "1Gbit", "2Mbit/s", "2", "2m", "fast", "-1M"].map(parseRate),
  ).toEqual([2e6, 5e5, 1.5e9, 1e9, 2e6, null, null, null, null]);
  expect(["50ms", "1.5s", "0ms", "50", "-5ms"].map(parseDelay)).toEqual([50, 1500, 0, null, null]);
  expect(["2%", "0.5", "100 %", "101%", "%"].map(parsePercent)).toEqual([2, 0.5, 100, null, null]);
  expect(["90s", "10m", "1.5h", "2d", "10", "0s", "400d"].map(parseDuration)).toEqual([
    90_000,
    600_000,
    5_400_000,
    172_800_000,
    null,
    null,
    null,
  ]);
});
