import { execa } from "execa";
import { expect, test } from "vitest";
import { heldOpen, terminalCandidates, terminalCommand } from "./terminal.ts";

test("the user's setting comes first, and each program once", () => {
  const candidates = terminalCandidates({ setting: "kitty", variable: "foot", gnome: "kgx" });
  expect(candidates.slice(0, 6)).toEqual([
    "kitty",
    "foot",
    "xdg-terminal-exec",
    "kgx",
    "x-terminal-emulator",
    "ptyxis",
  ]);
  expect(new Set(candidates).size).toBe(candidates.length);
  expect(terminalCandidates({ setting: "", variable: null, gnome: null })[0]).toBe(
    "xdg-terminal-exec",
  );
});

test.each([
  ["/usr/bin/gnome-terminal", ["/usr/bin/gnome-terminal", "--", "ssh", "a b"]],
  ["xdg-terminal-exec", ["xdg-terminal-exec", "ssh", "a b"]],
  ["wezterm", ["wezterm", "start", "--", "ssh", "a b"]],
  ["something-else", ["something-else", "-e", "ssh", "a b"]],
])("%s gets the command in its own way", (program, argv) => {
  expect(terminalCommand(program, ["ssh", "a b"])).toEqual(argv);
});

test("keeps the window open after a command that fails, and only then", async () => {
  const run = async (command: readonly string[]) => {
    const [program = "", ...args] = heldOpen(command, "Press Return.");
    return (await execa(program, args, { input: "\n" })).stdout;
  };
  expect(await run(["echo", "a  b"])).toBe("a  b");
  expect(await run(["false"])).toBe("\nPress Return.");
});
