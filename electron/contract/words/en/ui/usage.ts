import { formatClock } from "../../formats.ts";

/** The texts of the live graphs, in English. */
export const usage = {
  processor: "Processor",
  percent: (percent: number) => `${percent}%`,
  memory: "Memory held on this computer",
  memoryHint: "What QEMU occupies on this computer. The guest may use less.",
  disk: "Disk",
  /** Before a rate. */
  read: "read ",
  written: "write ",
  traffic: "Traffic",
  received: "↓ ",
  sent: "↑ ",
  rate: (size: string) => `${size}/s`,
  noTraffic: "no cable",
  measuring: "measuring…",
  peak: (value: string) => `peak ${value}`,
  start: "5 min ago",
  now: "now",
  reading: (at: number, values: string) => `${formatClock("en", at)} · ${values}`,
  notRunning: "Not running: there is nothing to measure.",
};
