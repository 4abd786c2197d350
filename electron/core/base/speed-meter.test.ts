import { expect, test } from "vitest";
import { createSpeedMeter } from "./speed-meter.ts";

/** What a meter says at each of these times (ms), when so much is done. */
function measured(marks: readonly (readonly [at: number, done: number])[]): (number | null)[] {
  let time = 0;
  const meter = createSpeedMeter(() => time);
  return marks.map(([at, done]) => {
    time = at;
    return meter.measure(done);
  });
}

test("nothing is told before time has passed, then what a second brings", () => {
  expect(
    measured([
      [100, 7],
      [100, 9],
      [600, 57],
      [1100, 107],
    ]),
  ).toEqual([null, null, 100, 100]);
});

test("what was fast long ago does not count, and what stands still is soon told to", () => {
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
