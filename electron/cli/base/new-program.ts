import { Command } from "commander";
import { firstStepsIn, helpIn } from "./help.ts";
import type { HelpWords } from "./help-words.ts";
import { parserOutput } from "./output.ts";

/** Creates the program without any command; without words for it, its help is in English. */
export function newProgram(version: string, help: HelpWords | null): Command {
  return new Command("virtray")
    .description("Virtual machines in the background, on a private LAN")
    .version(version)
    .enablePositionalOptions()
    .helpCommand("help [command]", "show the help of a command")
    .configureHelp(helpIn(help))
    .addHelpText("after", firstStepsIn(help))
    .showSuggestionAfterError()
    .configureOutput(parserOutput)
    .exitOverride();
}
