import { appError } from "../../contract/errors/app-error.ts";
import { parseDuration } from "../../core/base/parse-duration.ts";
import { parseSize } from "../../core/base/parse-size.ts";
import { UsageFault } from "./usage-fault.ts";

/** Refuses the text of an option. */
function refuseOption(
  option: "number" | "memory" | "seconds" | "duration" | "order",
  text: string,
): never {
  throw new UsageFault(appError("option-invalid", { option, text }));
}

/** Parses a typed number. The machine's own checks decide whether it is possible. */
export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) refuseOption("number", text);
  return value;
}

/** Parses typed memory, a number of MiB or a size such as 2G, and returns MiB. */
export function memory(text: string): number {
  if (/^-?\d+(?:\.\d+)?$/.test(text.trim())) return number(text);
  const bytes = parseSize(text);
  if (bytes === null) refuseOption("memory", text);
  return bytes / 1024 ** 2;
}

/** Parses typed seconds. */
export function seconds(text: string): number {
  const value = Number(text);
  // The limit is a day: longer waits are typing errors, and timers overflow after 24 days.
  if (text.trim() === "" || !(value >= 0 && value <= 86_400)) refuseOption("seconds", text);
  return value;
}

/** Parses a typed duration such as `10m`, and returns milliseconds. */
export function duration(text: string): number {
  const read = parseDuration(text);
  return read ?? refuseOption("duration", text);
}

/** Parses a typed place in an order. */
export function order(text: string): number {
  if (!/^\d{1,2}$/.test(text)) refuseOption("order", text);
  return Number(text);
}
