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

/**
 * Returns the synchronous calls of a text that touch files, and that no `try` of its is around: what
 * they throw would end the command, or be a fault of our own. One that only looks (`existsSync`) throws
 * nothing.
 */
function unguarded(text: string): readonly string[] {
  const code = text
    .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")
    .replace(/"(?:[^"\\\\\n]|\\\\.)*"/g, '""');
  const blocks: boolean[] = [];
  const calls: string[] = [];
  const tokens =
    /(\btry\s*)?\{|\}|\b((?!existsSync|spawnSync|execFileSync|identifyProcessSync)\w+Sync)\(/g;
  for (const [token, attempt, call] of code.matchAll(tokens)) {
    if (call !== undefined) {
      // Neither a declaration of ours nor a call of our own function is a call of Node.
      if (!blocks.includes(true) && !code.includes(`function ${call}(`)) calls.push(call);
    } else if (token === "}") blocks.pop();
    else blocks.push(attempt !== undefined);
  }
  return calls;
}

/** Whose exceptions are caught where they are called, and are part of what they promise ("Errors throw"). */
const promised: readonly string[] = ["system/process-lock.ts"];

it("no synchronous call for a file can throw out of a function", () => {
  const files = readdirSync(electron, { recursive: true, encoding: "utf8" });
  const found = files.flatMap((file) => {
    // Root's part answers each request by itself, and takes what is thrown for an error of it.
    const isOther = file.startsWith("netd/") || file.includes(".test.") || !file.endsWith(".ts");
    if (isOther || promised.includes(file)) return [];
    const text = readFileSync(join(electron, file), "utf8");
    return unguarded(text).map((call) => `${file}: ${call}`);
  });
  expect(found).toEqual([]);
});

it.each([
  ["const a = readFileSync(path);", ["readFileSync"]],
  ["try { a = readFileSync(path); } catch { b(); }", []],
  ["try { a(); } catch { readFileSync(path); }", ["readFileSync"]],
  ["try { if (x) { mkdirSync(x); } } finally { rmSync(x); }", ["rmSync"]],
  ["if (existsSync(path)) a();", []],
  ['// readFileSync(path)\nconst a = "readFileSync(x)";', []],
])("a call is seen as guarded or not: %s", (text, calls) => {
  expect(unguarded(text)).toEqual(calls);
});
