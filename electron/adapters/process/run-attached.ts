import { spawn } from "node:child_process";
import { fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { answerEndSignals, exitCodeBy } from "./end-signals.ts";
import { packageOf } from "./run-program.ts";

/**
 * Runs a program on this program's own terminal and streams, and gives its exit code; 128 and the
 * signal's number if a signal ended it, as shells do. `onStart` is told its process id.
 */
export function runAttached(
  program: string,
  args: readonly string[],
  onStart: (pid: number) => void = () => {},
): Promise<Result<number>> {
  return new Promise((resolve) => {
    // Ctrl-C reaches it by the terminal: it decides what that means, and we report how it ended.
    const child = spawn(program, args, { stdio: "inherit" });
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
    child.once("exit", (code, signal) => {
      noLonger();
      resolve(ok(code ?? (signal === null ? 128 : exitCodeBy(signal))));
    });
  });
}
