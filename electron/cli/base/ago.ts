import { span } from "./output.ts";
import type { CliWords } from "./words-en.ts";

/** Tells how long ago something was, in ms; nothing is said to be ahead. */
export function agoText({ computer }: CliWords, ms: number): string {
  return computer.ago(span(Math.max(0, Math.floor(ms / 1000))));
}
