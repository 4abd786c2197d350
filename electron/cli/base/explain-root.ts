import type { RootPrompt } from "../../contract/root/root.ts";
import { note, voiceFor } from "./output.ts";

/**
 * Explains on standard error what root will do, before sudo or polkit ask for the password. A user
 * who does not want it can refuse at that prompt.
 */
export async function explainOnTerminal(prompt: RootPrompt): Promise<boolean> {
  const { root } = (await voiceFor(false)).words;
  const { title, steps, notes } = root.explain(prompt);
  const lines = [`${title}.`, root.intro, ...steps.map((step) => `  - ${step}`), ...notes];
  note(lines);
  return true;
}
