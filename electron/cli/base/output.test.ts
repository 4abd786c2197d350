import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { table } from "./output.ts";

it("writes to the terminal in one place, where what it would obey is made visible", () => {
  const writes = /std(?:out|err)\.write|console\.(?!error\b)|from "node:tty"/;
  const files = readdirSync(import.meta.dirname).filter((name) => !name.includes(".test."));
  expect(files.length).toBeGreaterThan(20);
  expect(
    files.filter((name) => writes.test(readFileSync(join(import.meta.dirname, name), "utf8"))),
  ).toEqual(["output.ts"]);
});

it("keeps a cell in its row and its column, whatever it holds", () => {
  expect(
    table([
      ["NAME", "PATH"],
      ["a\u001b[2J", "x"],
      ["b", "y\nfaked  row"],
    ]),
  ).toEqual(["NAME      PATH", "a\\x1b[2J  x", "b         y\\nfaked  row"]);
});
