import { expect, it } from "vitest";
import { createFromTemplateSchema } from "../../contract/template/template.ts";
import { wordsFor } from "../../contract/words/catalogues.ts";
import { typedErrorLine } from "../../contract/words/words.ts";
import { readInput } from "./read-input.ts";
import { memory, number, order, seconds } from "./read-number.ts";
import { UsageFault } from "./usage-fault.ts";

it.each([
  ["2048", 2048],
  ["2G", 2048],
  ["0.5G", 512],
  ["1024K", 1],
])("reads a memory of %s as %d MiB", (text, mebibytes) => {
  expect(memory(text)).toBe(mebibytes);
});

it.each([
  [number, "x", "“x” is not possible. Give a number.", /^„x“ ist nicht möglich\. Eine Zahl/],
  [memory, "1.2.3", /whole number of MiB, or as a size such as 2G\.$/, /oder als Größe wie 2G/],
  [seconds, "", "“” is not possible. Give 0 to 86400 seconds.", /0 bis 86400 Sekunden\.$/],
  [seconds, "90000", /Give 0 to 86400 seconds\.$/, /0 bis 86400 Sekunden\.$/],
  [order, "100", "“100” is not possible. Give a whole number from 0 to 99.", /von 0 bis 99\.$/],
])("tells in both languages what an option can be: %o of %j", (read, text, english, german) => {
  let fault: unknown;
  try {
    read(text);
  } catch (error) {
    fault = error;
  }
  if (!(fault instanceof UsageFault)) throw new Error("it was taken");
  expect(typedErrorLine(wordsFor("en"), fault.error)).toMatch(english);
  expect(typedErrorLine(wordsFor("de"), fault.error)).toMatch(german);
});

it.each([
  [{ memoryMiB: -1 }, "“-1” is not possible. Give memory as"],
  [{ cpus: 1.5 }, "“1.5” is not possible. Give the number of processors, 1 or more."],
  [{ diskBytes: 2 ** 50 }, "A disk of 1,024 TiB is not possible. A disk can have"],
])("tells what a setting can be, never how a program checks it: %o", (setting, told) => {
  const template = "3b0e4a53-6d0c-4f0e-9c43-0123456789ab";
  const read = readInput(createFromTemplateSchema, { name: "web", template, ...setting });
  expect(read.ok ? "" : typedErrorLine(wordsFor("en"), read.error)).toContain(told);
});
