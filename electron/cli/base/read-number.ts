import { InvalidArgumentError } from "commander";
import { parseSize } from "../../core/base/parse-size.ts";

/** Parses a typed number. The machine's own checks decide whether it is possible. */
export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value))
    throw new InvalidArgumentError("Not a number.");
  return value;
}

/** Parses typed memory, a number of MiB or a size such as 2G, and returns MiB. */
export function memory(text: string): number {
  if (/^-?[\d.]+$/.test(text.trim())) return number(text);
  const bytes = parseSize(text);
  if (bytes === null) throw new InvalidArgumentError("Give MiB, or a size such as 2G.");
  return bytes / 1024 ** 2;
}

/** Parses typed seconds. */
export function seconds(text: string): number {
  const value = number(text);
  // The limit is a day: longer waits are typing errors, and timers overflow after 24 days.
  if (value < 0 || value > 86_400) throw new InvalidArgumentError("Give 0 to 86400 seconds.");
  return value;
}
