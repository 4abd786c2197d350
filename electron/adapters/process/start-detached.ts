import { spawn } from "node:child_process";
import { outliving } from "./close-inherited-files.ts";
import { ownHome } from "./this-user.ts";

/** A program that cannot open a window fails at once; a working one stays, or ends with 0. */
const failsWithinMs = 700;

/** Starts a program with a window, which outlives us; false if it fails at once. */
export function startDetached(
  [program, ...args]: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv = process.env,
): Promise<boolean> {
  const [file, words] = outliving(program, args);
  const child = spawn(file, words, { detached: true, stdio: "ignore", cwd: ownHome(), env });
  child.unref();
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), failsWithinMs);
    const end = (isWell: boolean) => {
      clearTimeout(timer);
      resolve(isWell);
    };
    child.once("error", () => end(false));
    child.once("exit", (code) => end(code === 0));
  });
}
