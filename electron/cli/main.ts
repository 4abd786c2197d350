import { CommanderError } from "commander";
import { version } from "../../package.json" with { type: "json" };
import { leaveDeletedFolder } from "../adapters/process/this-user.ts";
import type { AskConsent } from "../contract/root/root.ts";
import { createFoundation } from "../services/compose/foundation.ts";
import { endBy } from "./base/end-by.ts";
import { explainOnTerminal } from "./base/explain-root.ts";
import { complain, voiceFor } from "./base/output.ts";
import { exitCodeOf } from "./base/progress.ts";
import { OptionFault } from "./base/read-number.ts";
import { buildProgram } from "./program.ts";
import { createTools } from "./tools.ts";

const explain: AskConsent = (prompt) => explainOnTerminal(process.env, prompt);

/**
 * Runs the `virtray` command: exit code 0 for done, 1 for a failure with a sentence, 2 for wrong
 * usage.
 */
async function main(): Promise<void> {
  const foundation = createFoundation(process.env);
  const program = buildProgram(createTools(foundation, version, explain), (exitCode) => {
    process.exitCode = exitCodeOf(exitCode);
  });
  try {
    // In an installed Virtray, Node is Electron, and commander would guess the wrong start of the
    // arguments.
    await program.parseAsync(process.argv.slice(2), { from: "user" });
  } catch (error) {
    if (error instanceof OptionFault) {
      complain(voiceFor(process.env, false), error.error);
      process.exitCode = 2;
    } else if (!(error instanceof CommanderError)) endBy(error);
    // Help and version on request are not errors.
    else process.exitCode = error.exitCode === 0 ? 0 : 2;
  }
}

process.stdout.on("error", endBy);
// The exit code still reports a failure whose message cannot be written.
process.stderr.on("error", () => {});
process.on("uncaughtException", endBy);
leaveDeletedFolder();
await main();
