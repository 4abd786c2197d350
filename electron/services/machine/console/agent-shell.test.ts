import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { lineCommand, readLineEnd } from "./agent-shell.ts";

/** Runs a line as the agent does: without a terminal, each in a process of its own. */
function type(folder: string, line: string) {
  const [program = "", ...args] = lineCommand(folder, line);
  const stdout = execFileSync(program, args);
  const { output, folder: next } = readLineEnd(stdout, folder);
  return [new TextDecoder().decode(output), next];
}

it("goes on in the folder where the line before left off", () => {
  expect(type("/", "cd /usr; pwd")).toEqual(["/usr\n", "/usr"]);
  expect(type("/usr", "pwd")).toEqual(["/usr\n", "/usr"]);
  expect(type("/no such folder", "echo 'it'\"'\"'s'")).toEqual(["it's\n", process.cwd()]);
});

it("stays where it was if the line ends the shell", () => {
  expect(type("/usr", "cd /; exit 0")).toEqual(["", "/usr"]);
});

it("believes no folder that is none", () => {
  const said = (text: string) => readLineEnd(new TextEncoder().encode(text), "/home").folder;
  expect(said("out\0nowhere")).toBe("/home");
  expect(said(`out\0/${"x".repeat(5000)}`)).toBe("/home");
  expect(said("a\0b\0/tmp")).toBe("/tmp");
});
