import * as v from "valibot";
import { greetingSchema } from "./serve.ts";

/** The consoles that come through the connection; a login by ssh is a terminal there. */
export const farConsoleKinds = ["screen", "serial"] as const;
export type FarConsoleKind = (typeof farConsoleKinds)[number];

/** The most bytes of earlier output, which come first. */
const mostHistory = 64 * 1024;

/** The first line about a console, which comes from there on the standard error. */
export const consoleGreetingSchema = v.object({
  ...greetingSchema.entries,
  /** How many bytes of earlier output come first; null: the console cannot be opened. */
  console: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(mostHistory))),
});

/** The interval in ms of signs of life from here, and after which silence the other side ends. */
export const consoleAliveMs = 5000;
export const consoleSilenceMs = 30_000;
