import type { Weather } from "../../../lan/weather.ts";
import type { WeatherWords } from "../../en/lan/weather.ts";
import { formatNumber, formatTime } from "../../formats.ts";

const number = (amount: number) => formatNumber("de", amount);

const rate = (bits: number) =>
  bits >= 1e9
    ? `${number(bits / 1e9)} Gbit/s`
    : bits >= 1e6
      ? `${number(bits / 1e6)} Mbit/s`
      : `${number(bits / 1e3)} kbit/s`;

function figures({ delayMs, jitterMs, lossPercent, bitsPerSecond }: Weather): string {
  const spread = jitterMs === 0 ? "" : ` ± ${number(jitterMs)} ms`;
  const parts = [
    ...(delayMs === 0 ? [] : [`${number(delayMs)} ms${spread} Verzögerung je Richtung`]),
    ...(lossPercent === 0 ? [] : [`${number(lossPercent)}\u00a0% Verlust`]),
    ...(bitsPerSecond === null ? [] : [rate(bitsPerSecond)]),
  ];
  return parts.length === 0 ? "kein Wetter" : parts.join(", ");
}

const until = (at: number | null) => (at === null ? "" : ` (bis ${formatTime("de", at)})`);

/** The weather of cables, in German. */
export const weather: WeatherWords = {
  title: "Wetter",
  none: "keines",
  presets: {
    slow: "Langsam",
    lossy: "Verlustreich",
    "3g": "3G",
    train: "Im Zug",
    satellite: "Satellit",
    wifi: "Schlechtes WLAN",
  },
  own: "Anderes",
  figures,
  parts: ({ weather: now, cuts }) => [
    ...(now === null ? [] : [`${figures(now.is)}${until(now.until)}`]),
    ...cuts.map((cut) => `getrennt von ${cut.name}${until(cut.until)}`),
  ],
  mark: (parts) => `Wetter am Kabel: ${parts.join("; ")}`,
  heal: "Trennung aufheben",
};
