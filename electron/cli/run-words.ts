import { type Command, CommanderError } from "commander";
import { version } from "../../package.json" with { type: "json" };
import type { Foundation } from "../services/compose/foundation.ts";
import { endBy } from "./base/end-by.ts";
import { explainOnTerminal } from "./base/explain-root.ts";
import { complain, messagesLanguage, standardError, voiceFor } from "./base/output.ts";
import type { Done } from "./base/subcommand.ts";
import { explainUsage, UsageFault } from "./base/usage-fault.ts";
import { loadHelp } from "./base/words.ts";

/**
 * Builds the program with the command that the words begin with. People list machines again and again, so `list`
 * loads nothing of the other commands.
 */
async function programFor(
  foundation: Foundation,
  first: string | undefined,
  done: Done,
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

/** Runs the command that the words name. */
export async function runWords(
  foundation: Foundation,
  words: readonly string[],
  done: Done,
): Promise<void> {
  // Other parts write there, too.
  standardError();
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
