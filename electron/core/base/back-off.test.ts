import { expect, it } from "vitest";
import { createBackOff } from "./back-off.ts";

it("repeats the last pause, and begins anew after a reset", () => {
  const backOff = createBackOff([0, 5, 9]);
  expect([backOff.next(), backOff.next(), backOff.next(), backOff.next()]).toEqual([0, 5, 9, 9]);
  backOff.reset();
  expect(backOff.next()).toBe(0);
});
