import { expect, it } from "vitest";
import { migrate } from "./migrate.ts";

const steps = {
  1: ({ old, ...rest }: Readonly<Record<string, unknown>>) => ({ ...rest, middle: old }),
  2: ({ middle, ...rest }: Readonly<Record<string, unknown>>) => ({ ...rest, new: [middle] }),
};

it.each([
  ["the oldest", { version: 1, old: "x", kept: 1 }, { version: 3, new: ["x"], kept: 1 }],
  ["one in between", { version: 2, middle: "x" }, { version: 3, new: ["x"] }],
  ["the newest", { version: 3, new: [] }, { version: 3, new: [] }],
  ["a newer one, untouched", { version: 4, odd: true }, { version: 4, odd: true }],
  ["one before all steps", { version: 0 }, { version: 0 }],
  ["no version", { old: 1 }, { old: 1 }],
  ["a version of another kind", { version: "1" }, { version: "1" }],
  ["a list", [1], [1]],
  ["nothing", null, null],
])("takes %s", (_title, from, to) => {
  expect(migrate(from, 3, steps)).toEqual(to);
});

it("does not change its argument", () => {
  const from = Object.freeze({ version: 1, old: "x" });
  migrate(from, 3, steps);
  expect(from).toEqual({ version: 1, old: "x" });
});
