/** The texts of the live graphs, in English. */
export const usage = {
  processor: "Processor",
  processorNow: (percent: number, of: string) => `${percent} % of ${of}`,
  memory: "Memory",
  memoryNow: (held: string, of: string) => `${held} of ${of}`,
  disk: "Disk",
  diskNow: (read: string, written: string) => `${read}/s read, ${written}/s written`,
  traffic: "Traffic",
  trafficNow: (received: string, sent: string) => `↓ ${received}/s  ↑ ${sent}/s`,
  noTraffic: "The cable is not plugged in.",
  measuring: "measuring…",
};
