import { createInterface } from "node:readline/promises";
import type { Voice } from "./output.ts";

/** Tells whether a person can be asked: on a terminal, and not with `--json`. */
export function mayAsk({ json }: Voice): boolean {
  return !json && process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/** Asks on the terminal; any answer but a plain yes is a no, including Ctrl-C and Ctrl-D. */
export async function agrees(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const ended = new Promise<string>((resolve) => terminal.once("close", () => resolve("")));
  // Without this Ctrl-C would only pause it, and the question would stay open for ever.
  terminal.once("SIGINT", () => terminal.close());
  try {
    const answer = await Promise.race([terminal.question(question), ended]);
    return /^(?:y|yes|j|ja)$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
