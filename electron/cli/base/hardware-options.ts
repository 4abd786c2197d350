import { type Command, Option } from "commander";
import { fromHere } from "../../adapters/process/this-user.ts";
import {
  choicesOf,
  fieldsOn,
  type HardwareField,
  optionKinds,
  settingOf,
} from "../../contract/machine/hardware.ts";
import type { HardwareValues } from "../../contract/machine/hardware-values.ts";
import { memory, number } from "./read-number.ts";

/** Stands for null, in whose place commander would put an empty text. */
const none = Symbol("none");

/**
 * The typed text of an option becomes a value that the setting's schema judges; a relative path
 * counts from the working folder.
 */
const readers: Readonly<
  Record<(typeof optionKinds)[keyof typeof optionKinds], (text: string) => unknown>
> = {
  memory,
  number,
  text: (text) => text,
  "number-or-none": (text) =>
    text === "none" ? none : Number.isNaN(Number(text)) ? text : Number(text),
  "file-or-none": (text) => (text === "none" ? none : fromHere(text)),
};

/** Adds an option for each setting of an occasion. */
export function addHardwareOptions(
  command: Command,
  occasion: "new" | "template" | "set",
): Command {
  for (const field of fieldsOn<typeof occasion>(occasion))
    command.addOption(optionOf(field, occasion));
  return command;
}

function optionOf(field: HardwareField, occasion: string): Option {
  const { flag, takes, help, usually, usuallyNew } = settingOf(field);
  const value = occasion === "new" ? (usuallyNew ?? usually) : usually;
  const told = occasion === "set" || value === undefined ? help : `${help} (default: ${value})`;
  const option = new Option(`--${flag} <${takes}>`, told);
  const choices = choicesOf(field);
  return choices === null ? option.argParser(readers[optionKinds[takes]]) : option.choices(choices);
}

/** Returns the settings among a command's options. */
export function hardwareFrom(
  occasion: "new" | "template" | "set",
  options: object,
): HardwareValues {
  const given = options as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    fieldsOn<typeof occasion>(occasion).flatMap((field) => {
      const value = given[optionOf(field, occasion).attributeName()];
      return value === undefined ? [] : [[field, value === none ? null : value]];
    }),
  );
}
