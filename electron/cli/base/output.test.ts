import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { table } from "./output.ts";

it("writes to the terminal in one place, where control characters are made visible", () => {
  const writes = /std(?:out|err)\.write|console\.(?!error\b)|from "node:tty"/;
  const command = join(import.meta.dirname, "..");
  const files = readdirSync(command, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".ts") && !name.includes(".test."),
  );
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((name) => writes.test(readFileSync(join(command, name), "utf8")))).toEqual([
    "base/output.ts",
  ]);
});

it("keeps a cell in its row and its column, with any content", () => {
  expect(
    table([
      ["NAME", "PATH"],
      ["a\u001b[2J", "x"],
      ["b", "y\nfaked  row"],
    ]),
  ).toEqual(["NAME      PATH", "a\\x1b[2J  x", "b         y\\nfaked  row"]);
});
