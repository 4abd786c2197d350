import { expect, it } from "vitest";
import { fairWeather, type Weather } from "../../../contract/lan/weather.ts";
import { convey, idleConveyor } from "./conveyor.ts";

const even = { loss: 0.5, jitter: 0.5 };

/** Sends frames of 1,000 bytes at some times, and returns when they come out; null: lost. */
function send(weather: Weather, times: readonly number[], luck = times.map(() => even)) {
  let state = idleConveyor;
  return times.map((now, index) => {
    const { next, at } = convey(state, weather, { bytes: 1000, now, luck: luck[index] ?? even });
    state = next;
    return at;
  });
}

it("fair weather takes no time and loses nothing", () => {
  expect(send(fairWeather, [5, 5, 7])).toEqual([5, 5, 7]);
});

it("delays each frame, earlier or later by the jitter, and none overtakes another", () => {
  const weather = { ...fairWeather, delayMs: 50, jitterMs: 20 };
  const luck = [0, 1, 0.5].map((jitter) => ({ loss: 0.5, jitter }));
  expect(send(weather, [0, 10, 20], luck)).toEqual([30, 80, 80]);
});

it("loses the share that was asked for", () => {
  const weather = { ...fairWeather, lossPercent: 2 };
  const luck = [0, 0.0199, 0.02, 0.99].map((loss) => ({ loss, jitter: 0.5 }));
  expect(send(weather, [0, 0, 0, 0], luck)).toEqual([null, null, 0, 0]);
  expect(send({ ...weather, lossPercent: 100 }, [0], [{ loss: 0.9999, jitter: 0 }])).toEqual([
    null,
  ]);
});

it("lets frames through one after the other at a rate, and loses what waits too long", () => {
  // 1,000 bytes at 80 kbit/s take 100 ms.
  const weather = { ...fairWeather, bitsPerSecond: 80_000, delayMs: 10 };
  const burst = send(
    weather,
    Array.from({ length: 8 }, () => 0),
  );
  expect(burst).toEqual([110, 210, 310, 410, 510, 610, null, null]);
  expect(send(weather, [0, 1000])).toEqual([110, 1110]);
});
