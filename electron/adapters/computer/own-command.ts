import { spawn } from "node:child_process";
import { constants } from "node:os";
import { StringDecoder } from "node:string_decoder";
import type { Language } from "../../contract/base/languages.ts";

/** The locale for each language, which need not be installed: only its name is read. */
const locales: Readonly<Record<Language, string>> = { en: "C.UTF-8", de: "de_DE.UTF-8" };

/**
 * Runs our command with these words in a process of its own, which ends with this one; returns its exit
 * code. `hear` is told what it writes.
 */
export function runOwnCommand(
  words: readonly string[],
  language: Language,
  hear: (to: "stdout" | "stderr", text: string) => void,
): Promise<number> {
  const [, script = ""] = process.argv;
  const args = ["--pdeathsig", "KILL", process.execPath, script, ...words];
  const child = spawn("setpriv", args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, LC_ALL: locales[language] },
  });
  for (const to of ["stdout", "stderr"] as const) {
    const decoder = new StringDecoder("utf8");
    child[to].on("data", (chunk: Buffer) => hear(to, decoder.write(chunk)));
  }
  return new Promise((resolve) => {
    child.once("error", () => resolve(1));
    child.once("close", (code, signal) =>
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    );
  });
}
