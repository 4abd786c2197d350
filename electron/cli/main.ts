import { CommanderError } from "commander";
import { version } from "../../package.json" with { type: "json" };
import type { AskConsent } from "../contract/root/root.ts";
import { createFoundation } from "../services/compose/foundation.ts";
import { explainOnTerminal } from "./base/explain-root.ts";
import { buildProgram } from "./program.ts";
import { createTools } from "./tools.ts";

const explain: AskConsent = (prompt) => explainOnTerminal(process.env, prompt);

/** Runs the `virtray` command: exit code 0 done, 1 failed with a sentence, 2 wrong usage. */
async function main(): Promise<void> {
  const foundation = createFoundation(process.env);
  const program = buildProgram(createTools(foundation, version, explain), (exitCode) => {
    process.exitCode = exitCode;
  });
  try {
    // In an installed Virtray, Node is Electron, and commander would guess where its arguments begin.
    await program.parseAsync(process.argv.slice(2), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version that were asked for are not errors.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  }
}

// A reader that closes the pipe early (`virtray list | head`) has what it wanted: exit with 0.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});
await main();
