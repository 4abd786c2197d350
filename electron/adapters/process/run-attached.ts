import { spawn } from "node:child_process";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { answerEndSignals, exitCodeBy } from "./end-signals.ts";
import { packageOf } from "./run-program.ts";

/**
 * Runs a program on this program's own terminal and streams, and gives its exit code; 128 and the
 * signal's number if a signal ended it, as shells do. `onStart` is told its process id, and `onSaid` what it
 * writes to its file descriptor 3, which is closed otherwise.
 */
export function runAttached(
  program: string,
  args: readonly string[],
  onStart: (pid: number) => void = () => {},
  onSaid?: (chunk: string) => void,
): Promise<Result<number>> {
  return new Promise((resolve) => {
    // Ctrl-C reaches it by the terminal: it decides what that means, and we report how it ended.
    const streams = onSaid === undefined ? [] : ["pipe" as const];
    const child = spawn(program, args, { stdio: ["inherit", "inherit", "inherit", ...streams] });
    child.stdio[3]?.on("data", (chunk: Buffer) => onSaid?.(String(chunk)));
    const noLonger = answerEndSignals((signal) => {
      if (signal !== "SIGINT") child.kill(signal);
    });
    if (child.pid !== undefined) onStart(child.pid);
    child.once("error", (error: NodeJS.ErrnoException) => {
      noLonger();
      resolve(
        error.code === "ENOENT"
          ? fail("program-missing", { program, package: packageOf[program] ?? program })
          : fail("program-failed", { program, detail: error.message }, error.message),
      );
    });
    // Later than its end: by then all that it said has been heard.
    child.once("close", (code, signal) => {
      noLonger();
      resolve(ok(code ?? (signal === null ? 128 : exitCodeBy(signal))));
    });
  });
}
