import type { CableRecord, Weather, WeatherPreset } from "../../../lan/weather.ts";
import { formatNumber, formatTime } from "../../formats.ts";

const number = (amount: number) => formatNumber("en", amount);

const rate = (bits: number) =>
  bits >= 1e9
    ? `${number(bits / 1e9)} Gbit/s`
    : bits >= 1e6
      ? `${number(bits / 1e6)} Mbit/s`
      : `${number(bits / 1e3)} kbit/s`;

/** Returns what a weather does, such as `100 ms delay each way, 2% loss`. */
function figures({ delayMs, jitterMs, lossPercent, bitsPerSecond }: Weather): string {
  const spread = jitterMs === 0 ? "" : ` ± ${number(jitterMs)} ms`;
  const parts = [
    ...(delayMs === 0 ? [] : [`${number(delayMs)} ms${spread} delay each way`]),
    ...(lossPercent === 0 ? [] : [`${number(lossPercent)}% loss`]),
    ...(bitsPerSecond === null ? [] : [rate(bitsPerSecond)]),
  ];
  return parts.length === 0 ? "no weather" : parts.join(", ");
}

const until = (at: number | null) => (at === null ? "" : ` (until ${formatTime("en", at)})`);

/** The weather of cables, in English. */
export const weather = {
  title: "Weather",
  none: "none",
  presets: {
    slow: "Slow",
    lossy: "Lossy",
    "3g": "3G",
    train: "On a train",
    satellite: "Satellite",
    wifi: "Bad Wi-Fi",
  } satisfies Record<WeatherPreset, string>,
  own: "Other",
  figures,
  /** The parts of a cable's weather. */
  parts: ({ weather: now, cuts }: Pick<CableRecord, "weather" | "cuts">): readonly string[] => [
    ...(now === null ? [] : [`${figures(now.is)}${until(now.until)}`]),
    ...cuts.map((cut) => `cut off from ${cut.name}${until(cut.until)}`),
  ],
  /** The hint at the sign in a machine's row. */
  mark: (parts: readonly string[]) => `Weather on the cable: ${parts.join("; ")}`,
  heal: "End the partition",
};
export type WeatherWords = typeof weather;
