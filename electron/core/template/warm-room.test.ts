import { expect, it } from "vitest";
import { statesInTheWay, statesTooMany, type WarmRoom, whyNotWarm } from "./warm-room.ts";

const plenty: WarmRoom = {
  isOnBattery: false,
  freeMemoryBytes: 2 * 1024 ** 3,
  freeDiskBytes: 3 * 1024 ** 3,
};

it.each([
  ["nothing", {}, null],
  ["a battery", { isOnBattery: true }, "battery"],
  ["little memory", { freeMemoryBytes: 2 * 1024 ** 3 - 1 }, "memory"],
  ["little space", { freeDiskBytes: 3 * 1024 ** 3 - 1 }, "disk"],
  ["space that nobody knows", { freeDiskBytes: null }, null],
] as const)("%s keeps a template from being warmed unasked: %o", (_what, less, why) => {
  const told = whyNotWarm("deb", 1024, 0, { ...plenty, ...less });
  expect(told).toEqual(
    why === null ? null : { code: "template-warm-later", params: { name: "deb", why } },
  );
});

it("space that the template’s other states take counts as free", () => {
  const tight = { ...plenty, freeDiskBytes: 2 * 1024 ** 3 };
  expect(whyNotWarm("deb", 1024, 1024 ** 3 - 1, tight)?.params).toMatchObject({ why: "disk" });
  expect(whyNotWarm("deb", 1024, 1024 ** 3, tight)).toBeNull();
});

/** States of one template, the last used first. */
const states = [
  { of: "today", takenBytes: 100 },
  { of: "yesterday", takenBytes: 50 },
  { of: "last week", takenBytes: 70 },
  { of: "long ago", takenBytes: 60 },
];

it.each([
  ["nothing", -1, []],
  ["what is there to the byte", 0, []],
  ["a little", 1, ["long ago"]],
  ["more than one takes", 61, ["long ago", "last week"]],
  ["as much as all take", 280, ["long ago", "last week", "yesterday", "today"]],
  ["more than all take", 281, []],
])("where %s is missing, the least used states go for it", (_what, missing, gone) => {
  expect(statesInTheWay(states, missing).map(({ of }) => of)).toEqual(gone);
});

it("of more states than a template has, the least used go", () => {
  expect(statesTooMany(states).map(({ of }) => of)).toEqual(["long ago"]);
  expect(statesTooMany(states.slice(0, 3))).toEqual([]);
});
