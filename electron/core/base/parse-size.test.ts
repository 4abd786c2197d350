import { describe, expect, it } from "vitest";
import { parseSize } from "./parse-size.ts";

describe("a typed size", () => {
  it.each([
    ["40G", 40 * 1024 ** 3],
    ["40 GiB", 40 * 1024 ** 3],
    ["1.5g", 1.5 * 1024 ** 3],
    ["512M", 512 * 1024 ** 2],
    ["1T", 1024 ** 4],
    ["1.3K", 1536],
  ])("%s is %d bytes", (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each(["", "G", "40", "-1G", "1e3G", "0G", "1P", "1GG", "40G x", "9999999999T"])(
    "%j is refused",
    (text) => {
      expect(parseSize(text)).toBeNull();
    },
  );
});
