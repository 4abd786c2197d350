import fc from "fast-check";
import { expect, test } from "vitest";
import { extensionKind, readTextList, writeTextList } from "./enabled-extensions.ts";

test.each([
  ["@as []", []],
  ["[]", []],
  ["['a@b']\n", ["a@b"]],
  ["['a@b', 'c.d@e-f']", ["a@b", "c.d@e-f"]],
  ["", null],
  ["No such schema", null],
  ["['a', 'b'] extra", null],
  [`["it's"]`, null],
  ["['a\\'b']", null],
])("reads %j as %j", (text, list) => {
  expect(readTextList(text)).toEqual(list);
});

test("reads what it writes", () => {
  const names = fc.array(fc.stringMatching(/^[A-Za-z0-9@._-]{1,30}$/));
  fc.assert(
    fc.property(names, (list) => {
      expect(readTextList(writeTextList(list))).toEqual(list);
    }),
  );
});

test.each([
  ["42.9", null],
  ["43.9", "43"],
  ["44.1", "43"],
  ["45.0", "45"],
  ["50.alpha", "45"],
  ["", null],
] as const)("takes for the shell %j the kind %j", (version, kind) => {
  expect(extensionKind(version)).toBe(kind);
});
