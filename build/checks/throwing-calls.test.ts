import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

/**
 * Calls of Node that throw where a person's surroundings are odd: no entry in the list of users, no
 * HOME, a current folder that was deleted. One file makes values of them, and all else asks that one.
 */
const wrapper = "adapters/process/this-user.ts";
const throwing = [/\bhomedir\b/, /\buserInfo\b/, /\bprocess\.cwd\(/];
/** Path's resolve asks for the current folder, too. */
const resolving = /import \{[^}]*\bresolve\b[^}]*\} from "node:path"/;

const electron = join(import.meta.dirname, "../../electron");

it("only one file calls what throws without a home, a name or a current folder", () => {
  const files = readdirSync(electron, { recursive: true, encoding: "utf8" });
  const found = files.filter((file) => {
    if (!file.endsWith(".ts") || file.includes(".test.") || file === wrapper) return false;
    const text = readFileSync(join(electron, file), "utf8");
    return [...throwing, resolving].some((pattern) => pattern.test(text));
  });
  expect(found).toEqual([]);
});
