import { expect, it } from "vitest";
import { type WarmRoom, whyNotWarm } from "./warm-room.ts";

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
  const told = whyNotWarm("deb", 1024, { ...plenty, ...less });
  expect(told).toEqual(
    why === null ? null : { code: "template-warm-later", params: { name: "deb", why } },
  );
});
