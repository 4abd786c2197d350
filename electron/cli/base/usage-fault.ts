import type { Command, CommanderError } from "commander";
import { type AppError, appError } from "../../contract/errors/app-error.ts";

/** Words that cannot be a command; it ends with the sentence of its error, and does nothing. */
export class UsageFault extends Error {
  readonly error: AppError;

  constructor(error: AppError) {
    super(error.code);
    this.error = error;
  }
}

type Usage = Extract<AppError, { readonly code: "usage-invalid" }>["params"]["usage"];

/** The codes of commander, with where its messages have what they are about. */
const usages: Readonly<Record<string, readonly [usage: Usage, about: RegExp]>> = {
  "commander.unknownCommand": ["unknown-command", /unknown command '(.*)'/],
  "commander.unknownOption": ["unknown-option", /unknown option '(.*)'/],
  "commander.missingArgument": ["argument-missing", /argument '(.*)'/],
  "commander.optionMissingArgument": ["value-missing", /option '(.*)' argument missing/],
  "commander.missingMandatoryOptionValue": ["option-missing", /option '(.*)' not specified/],
  "commander.excessArguments": ["too-many", /got (\d+)/],
};

/**
 * Explains what commander refused of these words; null if it printed help, or nothing. Its own messages
 * are in English only, so that nothing of them is shown but the names in them.
 */
export function explainUsage(
  program: Command,
  words: readonly string[],
  { code, message }: CommanderError,
): AppError | null {
  const command = commandOf(program, words);
  const [usage, about] = usages[code] ?? [];
  if (usage !== undefined) {
    const [, , suggested] = /\(Did you mean (one of )?(.*)\?\)/s.exec(message) ?? [];
    const name = about?.exec(message)?.[1] ?? "";
    return appError("usage-invalid", { usage, of: command, name, suggested: suggested ?? "" });
  }
  const choice =
    /option '(?<option>.*)' argument '(?<text>.*)' is invalid\. Allowed choices are (?<choices>.*)\./s.exec(
      message,
    ) ??
    /value '(?<text>.*)' is invalid for argument '(?<option>.*)'\. Allowed choices are (?<choices>.*)\./s.exec(
      message,
    );
  if (choice?.groups !== undefined) {
    const { option = "", text = "", choices = "" } = choice.groups;
    return appError("input-invalid", { field: option, wrong: "choice", text, limit: choices });
  }
  return code.startsWith("commander.help") || message === ""
    ? null
    : appError("usage-invalid", { usage: "other", of: command, name: "", suggested: "" });
}

/** Returns the command that words begin with, as it is typed. */
function commandOf(program: Command, words: readonly string[]): string {
  const names = [program.name()];
  let command = program;
  for (const word of words) {
    const next = command.commands.find((each) => each.name() === word);
    if (next === undefined) break;
    names.push(word);
    command = next;
  }
  return names.join(" ");
}
