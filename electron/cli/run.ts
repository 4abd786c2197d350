import { type Command, CommanderError } from "commander";
import { version } from "../../package.json" with { type: "json" };
import { answerEndSignals } from "../adapters/process/end-signals.ts";
import { leaveDeletedFolder } from "../adapters/process/this-user.ts";
import { regionOf } from "../contract/base/region.ts";
import { setRegion } from "../contract/words/formats.ts";
import { createFoundation, type Foundation } from "../services/compose/foundation.ts";
import { endBy, endBySignal } from "./base/end-by.ts";
import { explainOnTerminal } from "./base/explain-root.ts";
import { complain, messagesLanguage, voiceFor } from "./base/output.ts";
import { exitCodeOf } from "./base/progress.ts";
import { explainUsage, UsageFault } from "./base/usage-fault.ts";
import { loadHelp } from "./base/words.ts";

/**
 * Builds the program with the command that the words begin with. Panels and scripts list machines
 * again and again, so `list` loads nothing of the other commands.
 */
async function programFor(
  foundation: Foundation,
  first: string | undefined,
  done: (exitCode: number) => void,
): Promise<Command> {
  const help = await loadHelp(messagesLanguage(process.env));
  if (first === "list") {
    const { buildListProgram } = await import("./list-program.ts");
    return buildListProgram(foundation, version, done, help);
  }
  const [{ buildProgram }, { createTools }] = await Promise.all([
    import("./program.ts"),
    import("./tools.ts"),
  ]);
  return buildProgram(createTools(foundation, version, explainOnTerminal), done, help);
}

/**
 * Runs a command about machines of another computer there, and returns its exit code; null if it is
 * about this one. Who has no other computers loads nothing for it.
 */
async function runOnOtherComputer(
  foundation: Foundation,
  words: readonly string[],
): Promise<number | null> {
  if (words[0] === undefined || words[0] === "list" || words[0] === "serve") return null;
  if ((await foundation.settings.read()).computers.length === 0) return null;
  const { runElsewhere } = await import("./computer/elsewhere.ts");
  return runElsewhere(foundation, version, words);
}

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
  const elsewhere = await runOnOtherComputer(foundation, words);
  if (elsewhere !== null) return done(elsewhere);
  const program = await programFor(foundation, words[0], done);
  try {
    // In an installed Virtray, Node is Electron, and commander would guess the wrong start of the
    // arguments.
    await program.parseAsync(words, { from: "user" });
  } catch (error) {
    process.exitCode = await endByUsage(program, words, error);
  }
}

/** Reports a fault in the words, and returns the exit code: help on request is not a fault. */
async function endByUsage(
  program: Command,
  words: readonly string[],
  error: unknown,
): Promise<number> {
  const isUsage = error instanceof UsageFault;
  if (!isUsage && !(error instanceof CommanderError)) return endBy(error);
  if (!isUsage && error.exitCode === 0) return 0;
  const about = isUsage ? error.error : explainUsage(program, words, error);
  if (about !== null) complain(await voiceFor(false), about);
  return 2;
}

process.stdout.on("error", endBy);
// The exit code still reports a failure whose message cannot be written.
process.stderr.on("error", () => {});
process.on("uncaughtException", endBy);
answerEndSignals((signal) => void endBySignal(signal));
// Node's own end takes the listeners of signals away long before the process is gone: a late signal
// would then tell of failure where all was done and told.
process.on("beforeExit", () => process.exit());
leaveDeletedFolder();
// Not awaited here: the words wait for this module, with which they share code.
void main();
