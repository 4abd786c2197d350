import { Help } from "commander";
import type { HelpWords } from "./help-words.ts";

const firstSteps = `
A first machine:
  virtray template add debian --catalogue debian-13   downloads it, once
  virtray create web --template debian --make-key
  virtray lan up
  virtray start web
  virtray ssh web

“virtray COMMAND --help” shows the options of a command. With --json, all commands write JSON.`;

/** Returns the end of the general help; null for English. */
export function firstStepsIn(words: HelpWords | null): string {
  return words?.firstSteps ?? firstSteps;
}

/** Translates the text of a command, an option, or its value behind “default:”. */
export function translateHelp({ texts, standard }: HelpWords, text: string): string {
  const whole = texts[text];
  if (whole !== undefined) return whole;
  const [, told, value] = /^(.+) \(default: (.+)\)$/.exec(text) ?? [];
  return told === undefined || value === undefined
    ? text
    : `${texts[told] ?? told} (${standard}: ${texts[value] ?? value})`;
}

/** Returns what commander needs to write the help in a language; null for English. */
export function helpIn(words: HelpWords | null): Partial<Help> {
  if (words === null) return {};
  const plain = new Help();
  const text = (english: string) => translateHelp(words, english);
  const term = (english: string) =>
    english.replace(/[<[][^>\]]+[>\]]/g, (place) =>
      place.replace(/\w+/g, (word) => words.places[word] ?? word),
    );
  /** Translates an option or argument; commander adds its choices and default behind the text. */
  const entry = <T extends { readonly description: string }>(
    each: T,
    describe: (each: T) => string,
  ): string => {
    const description = text(each.description);
    const whole = describe(Object.create(each, { description: { value: description } }) as T);
    const added = whole
      .slice(description.length)
      .replace("choices: ", `${words.choices}: `)
      .replace("default: ", `${words.standard}: `)
      .replace("preset: ", `${words.preset}: `);
    return description + added;
  };
  return {
    styleTitle: text,
    commandDescription: (command) => text(plain.commandDescription(command)),
    subcommandDescription: (command) => text(plain.subcommandDescription(command)),
    commandUsage: (command) => term(plain.commandUsage(command)),
    subcommandTerm: (command) => term(plain.subcommandTerm(command)),
    optionTerm: (option) => term(plain.optionTerm(option)),
    argumentTerm: (argument) => words.places[plain.argumentTerm(argument)] ?? argument.name(),
    optionDescription: (option) => entry(option, (each) => plain.optionDescription(each)),
    argumentDescription: (argument) => entry(argument, (each) => plain.argumentDescription(each)),
  };
}
