import { type Command, CommanderError } from "commander";
import { version } from "../../package.json" with { type: "json" };
import { leaveDeletedFolder } from "../adapters/process/this-user.ts";
import { regionOf } from "../contract/base/region.ts";
import type { AskConsent } from "../contract/root/root.ts";
import { setRegion } from "../contract/words/formats.ts";
import { createFoundation } from "../services/compose/foundation.ts";
import { endBy } from "./base/end-by.ts";
import { explainOnTerminal } from "./base/explain-root.ts";
import { complain, messagesLanguage, voiceFor } from "./base/output.ts";
import { exitCodeOf } from "./base/progress.ts";
import { explainUsage, UsageFault } from "./base/usage-fault.ts";
import { buildProgram } from "./program.ts";
import { createTools } from "./tools.ts";

const explain: AskConsent = (prompt) => explainOnTerminal(process.env, prompt);

/**
 * Runs the `virtray` command: exit code 0 for done, 1 for a failure with a sentence, 2 for wrong
 * usage.
 */
async function main(): Promise<void> {
  const foundation = createFoundation(process.env);
  const done = (exitCode: number) => {
    process.exitCode = exitCodeOf(exitCode);
  };
  const tools = createTools(foundation, version, explain);
  setRegion(regionOf(process.env));
  const program = buildProgram(tools, done, messagesLanguage(process.env));
  const words = process.argv.slice(2);
  try {
    // In an installed Virtray, Node is Electron, and commander would guess the wrong start of the
    // arguments.
    await program.parseAsync(words, { from: "user" });
  } catch (error) {
    process.exitCode = endByUsage(program, words, error);
  }
}

/** Reports a fault in the words, and returns the exit code: help on request is not a fault. */
function endByUsage(program: Command, words: readonly string[], error: unknown): number {
  const isUsage = error instanceof UsageFault;
  if (!isUsage && !(error instanceof CommanderError)) return endBy(error);
  if (!isUsage && error.exitCode === 0) return 0;
  const about = isUsage ? error.error : explainUsage(program, words, error);
  if (about !== null) complain(voiceFor(process.env, false), about);
  return 2;
}

process.stdout.on("error", endBy);
// The exit code still reports a failure whose message cannot be written.
process.stderr.on("error", () => {});
process.on("uncaughtException", endBy);
leaveDeletedFolder();
await main();
