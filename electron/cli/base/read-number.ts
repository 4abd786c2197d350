import { InvalidArgumentError } from "commander";
import { parseSize } from "../../core/base/parse-size.ts";

/** A number as typed. Whether it is possible is for the machine's own checks. */
export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value))
    throw new InvalidArgumentError("Not a number.");
  return value;
}

/** Memory as typed: a number of MiB, or a size such as 2G. Gives MiB. */
export function memory(text: string): number {
  if (/^-?[\d.]+$/.test(text.trim())) return number(text);
  const bytes = parseSize(text);
  if (bytes === null) throw new InvalidArgumentError("Give MiB, or a size such as 2G.");
  return bytes / 1024 ** 2;
}

/** Reads seconds as they are typed. */
export function seconds(text: string): number {
  const value = number(text);
  // A day: longer waits are typing errors, and timers end at 24 days.
  if (value < 0 || value > 86_400) throw new InvalidArgumentError("Give 0 to 86400 seconds.");
  return value;
}
