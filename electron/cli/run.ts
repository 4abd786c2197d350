import { answerEndSignals } from "../adapters/process/end-signals.ts";
import { leaveDeletedFolder } from "../adapters/process/this-user.ts";
import { regionOf } from "../contract/base/region.ts";
import { setRegion } from "../contract/words/formats.ts";
import { createFoundation } from "../services/compose/foundation.ts";
import { endBy, endBySignal } from "./base/end-by.ts";
import { explainOnTerminal } from "./base/explain-root.ts";
import { exitCodeOf } from "./base/progress.ts";
import { listTools, loadServices } from "./list-tools.ts";
import { listCommand } from "./machine/list-command.ts";

/**
 * Runs the `virtray` command: exit code 0 for done, 1 for a failure with a sentence, 2 for wrong
 * usage.
 */
async function main(): Promise<void> {
  const done = (exitCode: number) => {
    process.exitCode = exitCodeOf(exitCode);
  };
  setRegion(regionOf(process.env));
  const words = process.argv.slice(2);
  const foundation = createFoundation(process.env);
  // Panels and scripts ask for this again and again, and it needs no reader of words and options.
  if (words.join(" ") === "list --json") {
    const tools = listTools(foundation, () => loadServices(foundation, explainOnTerminal));
    return done(await listCommand(tools, true));
  }
  const { runWords } = await import("./run-words.ts");
  await runWords(foundation, words, done);
}

process.on("uncaughtException", endBy);
answerEndSignals((signal) => void endBySignal(signal));
// Node's own end takes the listeners of signals away long before the process is gone: a late signal
// would then tell of failure where all was done and told.
process.on("beforeExit", () => process.exit());
leaveDeletedFolder();
// Not awaited here: the words wait for this module, with which they share code.
void main();
