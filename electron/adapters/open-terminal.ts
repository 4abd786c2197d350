import { spawn } from "node:child_process";
import { homedir } from "node:os";
import { isAbsolute } from "node:path";
import { fail, ok, type Result } from "../contract/errors.ts";
import { terminalCandidates, terminalCommand } from "../core/terminal.ts";
import { findProgram } from "./find-program.ts";
import { outliving } from "./outlive.ts";
import { runProgram } from "./run-program.ts";

/** A terminal that cannot open a window says so at once; one that works stays, or ends with 0. */
const failsWithinMs = 700;

/** What GNOME's settings name; null where there are none. */
async function gnomeTerminal(): Promise<string | null> {
  const schema = "org.gnome.desktop.default-applications.terminal";
  const run = await runProgram("gsettings", ["get", schema, "exec"], { timeout: 2000 });
  return run.ok ? run.value.stdout.trim().replace(/^'|'$/g, "") : null;
}

/** Opens the user's terminal with a command in it; `setting` is what the user told Virtray. */
export async function openTerminal(
  command: readonly string[],
  setting: string,
): Promise<Result<void>> {
  const variable = process.env["TERMINAL"] ?? null;
  for (const name of terminalCandidates({ setting, variable, gnome: await gnomeTerminal() })) {
    const program = isAbsolute(name) ? name : await findProgram(name);
    if (program !== null && (await start(terminalCommand(program, command)))) return ok(undefined);
  }
  return fail("terminal-missing", {});
}

/** Starts a program that outlives us; false if it fails at once. */
function start([program, ...args]: readonly [string, ...string[]]): Promise<boolean> {
  const [file, words] = outliving(program, args);
  const child = spawn(file, words, { detached: true, stdio: "ignore", cwd: homedir() });
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
