import { createInterface } from "node:readline/promises";
import type { Voice } from "./output.ts";

/** Whether there is a person to ask: on a terminal, and not for a program. */
export function mayAsk({ json }: Voice): boolean {
  return !json && process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/** Asks on the terminal; anything but a plain yes, also Ctrl-C and Ctrl-D, is a no. */
export async function agrees(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const ended = new Promise<string>((resolve) => terminal.once("close", () => resolve("")));
  // Otherwise Ctrl-C would only pause it, and the question would stay open for ever.
  terminal.once("SIGINT", () => terminal.close());
  try {
    const answer = await Promise.race([terminal.question(question), ended]);
    return /^(?:y|yes|j|ja)$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
