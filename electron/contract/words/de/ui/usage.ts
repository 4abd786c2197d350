import type { usage as english } from "../../en/ui/usage.ts";

/** The texts of the live graphs, in German. */
export const usage: typeof english = {
  processor: "Prozessor",
  processorNow: (percent, of) => `${percent} % von ${of}`,
  memory: "Arbeitsspeicher",
  memoryNow: (held, of) => `${held} von ${of}`,
  disk: "Platte",
  diskNow: (read, written) => `${read}/s gelesen, ${written}/s geschrieben`,
  traffic: "Verkehr",
  trafficNow: (received, sent) => `↓ ${received}/s  ↑ ${sent}/s`,
  noTraffic: "Das Kabel steckt nicht.",
  measuring: "wird gemessen …",
};
