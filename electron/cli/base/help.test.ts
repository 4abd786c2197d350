import type { Command } from "commander";
import { expect, it } from "vitest";
import { version } from "../../../package.json" with { type: "json" };
import { buildProgram, type Tools } from "../program.ts";
import { translateHelp } from "./help.ts";
import { helpDe } from "./help-de.ts";

/** Help needs no tools: they are only called when a command runs. */
const program = (language: "en" | "de") =>
  buildProgram({ version } as Tools, () => undefined, language === "en" ? null : helpDe);

/** Lists a command and all below it that are shown. */
function all(command: Command): readonly Command[] {
  const shown = command.createHelp().visibleCommands(command);
  return [command, ...shown.filter(({ parent }) => parent !== null).flatMap(all)];
}

/** Lists the English texts of a command's help. */
function texts(command: Command): readonly string[] {
  const help = command.createHelp();
  return [
    command.description(),
    ...help.visibleOptions(command).map(({ description }) => description),
    ...command.registeredArguments.map(({ description }) => description),
    ...help.visibleCommands(command).flatMap((each) => [each.description(), each.helpGroup()]),
  ].filter((text) => text !== "");
}

it("each command, option and argument has German words of its own", () => {
  const english = all(program("en"));
  expect(english.length).toBeGreaterThan(60);
  const same = english.flatMap(texts).filter((text) => translateHelp(helpDe, text) === text);
  expect([...new Set(same)]).toEqual([]);
});

it("each place that a person fills in has a German word", () => {
  const places = all(program("en")).flatMap((command) => {
    const help = command.createHelp();
    return [command.usage(), ...help.visibleOptions(command).map(({ flags }) => flags)]
      .flatMap((term) => term.match(/[<[][^>\]]+[>\]]/g) ?? [])
      .flatMap((place) => place.match(/\w+/g) ?? []);
  });
  const without = places.filter((word) => helpDe.places[word] === undefined);
  // Units and numbers, and the words that a person types as they are.
  expect([...new Set(without)].sort()).toEqual(["MiB", "auto", "n", "none", "order"]);
});

it("German help has no English word", () => {
  const foreign =
    /\b(?:the|of|and|with|without|a|to|is|are|which|machines?|disks?|file|default|choices|usage|options|commands|arguments|display|preset|show|ports?:? of|user|size|seconds|your)\b/gi;
  const found = all(program("de")).flatMap((command) =>
    command
      .helpInformation()
      .split("\n")
      // The words that a person types are the same in every language.
      .map((line) => line.replace(/^ {2}\S+(?: \[[^\]]*\]| <[^>]*>|, --\S+)*/, ""))
      .map((line) => line.replace(/^Aufruf: .*$|[„“"][^„“"]*[“”"]|--[\w-]+|\S*[/.]\S*/g, ""))
      .flatMap((line) => line.match(foreign) ?? []),
  );
  expect(found).toEqual([]);
});

it("no German text is left of a help that the command no longer has", () => {
  const english = new Set(
    all(program("en"))
      .flatMap((command) => [...texts(command), command.helpInformation()])
      .flatMap((text) => [text, ...text.split(/ ?\((?:default: )?|\)/)]),
  );
  const whole = all(program("en"))
    .map((command) => command.helpInformation().replace(/\s+/g, " "))
    .join(" ");
  const unused = Object.keys(helpDe.texts).filter(
    (text) => !english.has(text) && !whole.includes(text),
  );
  expect(unused).toEqual([]);
});

it("the general help ends with a first machine, in German too", () => {
  let told = "";
  const german = program("de");
  german.configureOutput({ writeOut: (text) => (told += text) });
  german.outputHelp();
  expect(told).toMatch(/^Aufruf: virtray \[Optionen\] \[Befehl\]\n/);
  expect(told).toContain("Eine erste Maschine:");
  expect(told).toMatch(/create \[Optionen\] <Name> +eine Maschine aus einer Vorlage anlegen/);
});
