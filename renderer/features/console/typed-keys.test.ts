import { expect, test } from "vitest";
import { typedKeys } from "./typed-keys.ts";

test("turns a text into keys, with Shift where an American keyboard needs it", () => {
  expect(typedKeys("aB?\r\n\t€\u001b")).toEqual([
    { keysym: 0x61, shift: false },
    { keysym: 0x42, shift: true },
    { keysym: 0x3f, shift: true },
    { keysym: 0xff0d, shift: false },
    { keysym: 0xff09, shift: false },
    { keysym: 0x0100_20ac, shift: false },
  ]);
});
