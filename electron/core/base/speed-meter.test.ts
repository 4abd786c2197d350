import { expect, test } from "vitest";
import { createSpeedMeter } from "./speed-meter.ts";

/** Returns the meter's results at each of these times (ms) and amounts. */
function measured(marks: readonly (readonly [at: number, done: number])[]): (number | null)[] {
  let time = 0;
  const meter = createSpeedMeter(() => time);
  return marks.map(([at, done]) => {
    time = at;
    return meter.measure(done);
  });
}

test("returns null at first, then the amount per second", () => {
  expect(
    measured([
      [100, 7],
      [100, 9],
      [600, 57],
      [1100, 107],
    ]),
  ).toEqual([null, null, 100, 100]);
});

test("ignores old speed, and soon returns zero for work that stopped", () => {
  const burst = [
    [0, 0],
    [1000, 9000],
  ] as const;
  const still = [2, 3, 4, 5, 6, 7].map((second) => [second * 1000, 9000] as const);
  expect(measured([...burst, ...still])).toEqual([
    ...[null, 9000, 4500, 3000, 2250, 1800],
    ...[0, 0],
  ]);
});
