import * as v from "valibot";
import { formed } from "../base/formed.ts";
import { macAddressSchema, machineIdSchema, machineNameSchema } from "../base/primitives.ts";

const millisecondsSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(60_000));

/** The bounds of a rate, in bits per second: a frame of 1,514 bytes takes 1.5 s at the lowest. */
export const rateBounds = { least: 8_000, most: 10_000_000_000 } as const;

/** The effect of a machine's cable on each frame, the same in both directions. */
export const weatherSchema = formed(
  "weather",
  v.pipe(
    v.strictObject({
      /** Added one way; a round trip takes twice as much. */
      delayMs: millisecondsSchema,
      /** The most by which the delay of a frame differs, up or down; frames keep their order. */
      jitterMs: millisecondsSchema,
      /** The share of frames that are lost. */
      lossPercent: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
      /** Null: as fast as the cable is. */
      bitsPerSecond: v.nullable(
        v.pipe(
          v.number(),
          v.safeInteger(),
          v.minValue(rateBounds.least),
          v.maxValue(rateBounds.most),
        ),
      ),
    }),
    // Otherwise the mean would not be the delay that was asked for.
    v.check(({ delayMs, jitterMs }) => jitterMs <= delayMs),
  ),
);
export type Weather = v.InferOutput<typeof weatherSchema>;

/** A cable without weather. */
export const fairWeather: Weather = {
  delayMs: 0,
  jitterMs: 0,
  lossPercent: 0,
  bitsPerSecond: null,
};

/** Weathers by name. */
export const weatherPresets = {
  slow: { delayMs: 100, jitterMs: 0, lossPercent: 0, bitsPerSecond: 1_000_000 },
  lossy: { delayMs: 0, jitterMs: 0, lossPercent: 5, bitsPerSecond: null },
  "3g": { delayMs: 75, jitterMs: 25, lossPercent: 0.5, bitsPerSecond: 2_000_000 },
  train: { delayMs: 100, jitterMs: 80, lossPercent: 5, bitsPerSecond: 5_000_000 },
  satellite: { delayMs: 300, jitterMs: 10, lossPercent: 0.5, bitsPerSecond: 20_000_000 },
  wifi: { delayMs: 15, jitterMs: 12, lossPercent: 3, bitsPerSecond: 10_000_000 },
} as const satisfies Readonly<Record<string, Weather>>;
export type WeatherPreset = keyof typeof weatherPresets;
export const weatherPresetNames = Object.keys(weatherPresets) as readonly WeatherPreset[];

/** Milliseconds since the epoch; null: until it is taken back. */
const untilSchema = v.nullable(v.number());

/**
 * The weather and partitions of a running machine's cable. The record lies in the
 * machine's runtime folder, and so ends with the machine.
 */
export const cableRecordSchema = v.strictObject({
  weather: v.nullable(v.strictObject({ is: weatherSchema, until: untilSchema })),
  /** The machines whose frames it does not carry. */
  cuts: v.array(
    v.strictObject({
      id: machineIdSchema,
      name: machineNameSchema,
      mac: macAddressSchema,
      until: untilSchema,
    }),
  ),
});
export type CableRecord = v.InferOutput<typeof cableRecordSchema>;

/** How the cable of a running machine differs from a plain one. */
export interface CableView extends CableRecord {
  /** The process whose plug is in the switch for the machine; null while no plug is there. */
  readonly plugPid: number | null;
}

/** Returns the preset that a weather equals; null if it equals no preset. */
export function presetOf(weather: Weather): WeatherPreset | null {
  const isSame = (name: WeatherPreset) => {
    const preset: Weather = weatherPresets[name];
    return (Object.keys(preset) as (keyof Weather)[]).every((key) => preset[key] === weather[key]);
  };
  return weatherPresetNames.find(isSame) ?? null;
}
