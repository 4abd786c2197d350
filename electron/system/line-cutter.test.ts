import fc from "fast-check";
import { expect, it } from "vitest";
import { createLineCutter } from "./line-cutter.ts";

it("returns the same lines however the bytes arrive", () => {
  const text = fc.array(fc.string({ unit: "grapheme", maxLength: 20 }), { maxLength: 8 });
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 7 }), (parts, size) => {
      const lines = parts.map((part) => part.replaceAll("\n", " "));
      const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
      const cutter = createLineCutter(10_000);
      const cut: string[] = [];
      for (let from = 0; from < bytes.length; from += size) {
        cut.push(...cutter.push(bytes.subarray(from, from + size)));
      }
      expect(cut).toEqual(lines);
      expect(cutter.isHalfway).toBe(false);
    }),
  );
});

it("returns the lines before one that is too long, with or without its end", () => {
  for (const [first, second] of [
    ["a\n12345", "6"],
    ["a\n123456\nb\n", ""],
  ] as const) {
    const cutter = createLineCutter(5);
    expect(cutter.push(Buffer.from(first))).toEqual(["a"]);
    expect(cutter.push(Buffer.from(second))).toEqual([]);
    expect(cutter.isOverlong).toBe(true);
  }
  const fitting = createLineCutter(5);
  expect(fitting.push(Buffer.from("12345\n1234"))).toEqual(["12345"]);
  expect(fitting).toMatchObject({ isOverlong: false, isHalfway: true });
});
