import type { RootPrompt } from "../../contract/root/root.ts";
import { note, voiceFor } from "./output.ts";

/**
 * Tells on standard error what root will do, before sudo or polkit ask for the password there or in
 * a window. Whoever does not want it has the prompt to say no.
 */
export async function explainOnTerminal(
  env: Readonly<Record<string, string | undefined>>,
  prompt: RootPrompt,
): Promise<boolean> {
  const { root } = voiceFor(env, false).words;
  const { title, steps, notes } = root.explain(prompt);
  const lines = [`${title}.`, root.intro, ...steps.map((step) => `  - ${step}`), ...notes];
  note(lines);
  return true;
}
