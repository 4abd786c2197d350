import { Command, CommanderError } from "commander";
import { expect, it } from "vitest";
import { wordsFor } from "../../contract/words/catalogues.ts";
import { errorLine } from "../../contract/words/words.ts";
import { buildProgram, type Tools } from "../program.ts";
import { explainUsage } from "./usage-fault.ts";

/** Runs the real program with words that it refuses, and returns what is told, in both languages. */
async function told(
  ...words: readonly string[]
): Promise<readonly [english: string, german: string]> {
  const program = buildProgram({ version: "1", env: {} } as unknown as Tools, () => undefined);
  const shown: string[] = [];
  const quiet = { writeErr: (text: string) => void shown.push(text) };
  const all = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(all)];
  for (const command of all(program)) command.configureOutput(quiet);
  const fault = await program.parseAsync([...words], { from: "user" }).then(
    () => null,
    (error: unknown) => error,
  );
  if (!(fault instanceof CommanderError)) throw new Error("it was not refused");
  const error = explainUsage(program, words, fault);
  expect(shown).toEqual([]);
  return error === null
    ? ["", ""]
    : [errorLine(wordsFor("en"), error), errorLine(wordsFor("de"), error)];
}

it.each([
  [
    ["strat", "web"],
    "“virtray” has no command “strat”. Was start meant? “virtray --help” shows what it takes.",
    "„virtray“ hat keinen Befehl „strat“. Gemeint sein könnte: start. „virtray --help“ zeigt, was möglich ist.",
  ],
  [
    ["lan", "upp"],
    "“virtray lan” has no command “upp”. Was up meant? “virtray lan --help” shows what it takes.",
    /^„virtray lan“ hat keinen Befehl „upp“\. Gemeint sein könnte: up\./,
  ],
  [
    ["list", "--jsn"],
    "“virtray list” has no option “--jsn”. Was --json meant? “virtray list --help” shows what it takes.",
    /^„virtray list“ hat keine Option „--jsn“\./,
  ],
  [["list", "--fast"], /^“virtray list” has no option “--fast”\. “virtray list --help”/, /zeigt/],
  [["kill"], /^“virtray kill” lacks its “name”\./, /^Bei „virtray kill“ fehlt die Angabe „name“/],
  [
    ["stop", "web", "--timeout"],
    /^The option “--timeout <seconds>” needs its value\. “virtray stop --help”/,
    /^Bei der Option „--timeout <seconds>“ fehlt der Wert\./,
  ],
  [
    ["create", "web"],
    /^“virtray create” needs the option “--template <name>”\./,
    /^„virtray create“ braucht die Option „--template <name>“\./,
  ],
  [
    ["show", "web", "db"],
    /^2 words are too many for “virtray show”\./,
    /^2 Wörter sind für „virtray show“ zu viele\./,
  ],
  [
    ["set", "web", "--bus", "scsi"],
    "“scsi” is not possible for “--bus <kind>”. Possible: virtio, ide.",
    "„scsi“ ist bei „--bus <kind>“ nicht möglich. Möglich: virtio, ide.",
  ],
  [
    ["autostart", "set", "sometimes", "web"],
    "“sometimes” is not possible for “when”. Possible: never, always, as-before.",
    /Möglich: never, always, as-before\.$/,
  ],
  [
    ["completion", "it's"],
    /^“it's” is not possible for “shell”\./,
    /^„it's“ ist bei „shell“ nicht möglich\./,
  ],
])("tells in each language what is wrong with the words %j", async (words, english, german) => {
  const [inEnglish, inGerman] = await told(...words);
  expect(inEnglish).toMatch(english);
  expect(inGerman).toMatch(german);
});

it("has a sentence for whatever commander may refuse besides", () => {
  const unknown = new CommanderError(1, "commander.conflictingOption", "error: an English one");
  const error = explainUsage(new Command("virtray"), [], unknown);
  if (error === null) throw new Error("nothing is told");
  expect(errorLine(wordsFor("en"), error)).toBe(
    "These words cannot be understood as a command. “virtray --help” shows what it takes.",
  );
  expect(errorLine(wordsFor("de"), error)).toMatch(/^Diese Wörter ergeben keinen Befehl\./);
});
