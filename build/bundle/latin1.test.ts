import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { escapeBeyondLatin1 } from "./latin1.ts";

test.each([
  ["a string", '"– “web” 😀 äß"'],
  ["a string after an escaped backslash", String.raw`"\\–"`],
  ["a template", `\`–\${"…"}😀\``],
  ["a pattern", '"a–b…".replace(/[–…]/g, "-")'],
  ["a pattern of whole characters", '"😀".replace(/^[😀-😂]$/u, "-")'],
  ["a name", "(({ größe, ω }) => größe + ω)({ größe: 1, ω: 2 })"],
  ["a tagged template that keeps to Latin-1", 'String.raw`\\d ä` + "–"'],
])("%s means the same", (_what, code) => {
  const written = escapeBeyondLatin1(code);
  expect(written).toMatch(/^[\0-\xff]*$/);
  expect(runInNewContext(written)).toBe(runInNewContext(code));
});

test("code whose escapes would mean something else is refused", () => {
  expect(() => escapeBeyondLatin1('"a".replace(/\\–/, "")')).toThrow(
    "\\– cannot be written as an escape",
  );
  expect(() => escapeBeyondLatin1("String.raw`a – b`")).toThrow(
    "a tagged template would read escapes in its text: a – b",
  );
});
