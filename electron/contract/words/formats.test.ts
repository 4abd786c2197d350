import { afterEach, expect, it } from "vitest";
import { regionOf } from "../base/region.ts";
import {
  formatAgo,
  formatSize,
  formatSpan,
  formatStamp,
  formatTime,
  setRegion,
} from "./formats.ts";

afterEach(() => setRegion(regionOf({})));

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

it("tells how long ago something was", () => {
  const day = 86_400_000;
  expect([-5, 0, 1.5 * day, 45 * day, 800 * day].map((ms) => formatAgo("en", ms))).toEqual([
    "1 minute ago",
    "1 minute ago",
    "1 day ago",
    "1 month ago",
    "2 years ago",
  ]);
  expect(formatAgo("de", 2 * day)).toBe("vor 2 Tagen");
});

it("writes numbers and times as the locale’s region does, in the language of the texts", () => {
  const at = new Date(2026, 10, 21, 15, 4, 5).getTime();
  const told = () =>
    [formatSize("en", 1.5 * 2 ** 30), formatTime("en", at), formatStamp("en", at)].map((text) =>
      text.replace(/\s/gu, " "),
    );
  expect(told()).toEqual(["1.5 GiB", "Nov 21, 2026, 3:04 PM", "2026-11-21 15:04:05"]);
  setRegion(regionOf({ LANG: "en_US.UTF-8", LC_TIME: "de_DE.UTF-8", LC_NUMERIC: "" }));
  expect(told()).toEqual(["1.5 GiB", "21 Nov 2026, 15:04", "21/11/2026, 15:04:05"]);
  setRegion(regionOf({ LANG: "C.UTF-8", LC_ALL: "de_DE.UTF-8" }));
  expect(told()[0]).toBe("1,5 GiB");
  expect(formatTime("de", at)).toBe("21.11.2026, 15:04");
  expect(regionOf({ LC_ALL: "C.UTF-8", LC_TIME: "de_DE" })).toEqual({ numbers: null, times: null });
});
