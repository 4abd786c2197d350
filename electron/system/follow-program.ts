import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";

/** A program that prints a line for each event, such as `ip monitor`. */
export interface FollowedProgram {
  /** Returns its argv at each start; null if it is not installed. */
  readonly argv: () => readonly string[] | null;
  readonly options?: Pick<SpawnOptions, "cwd" | "env">;
  /** Returns whether its output is worth a call; all is if absent. */
  readonly isEvent?: (output: string) => boolean;
  /** The pause in milliseconds before it is started again after it has ended. */
  readonly restartMs: number;
}

/**
 * Runs a program and calls back on each of its events, and whenever it ends, since events may have
 * been missed then. Returns the function that ends it.
 */
export function followProgram(program: FollowedProgram, changed: () => void): () => void {
  let child: ChildProcess | null = null;
  let again: NodeJS.Timeout | null = null;
  let isEnded = false;

  function start(): void {
    const [file, ...args] = program.argv() ?? [];
    if (file === undefined) return;
    child = spawn(file, args, { ...program.options, stdio: ["ignore", "pipe", "ignore"] });
    child.stdout?.setEncoding("utf8").on("data", (output: string) => {
      if (program.isEvent?.(output) !== false) changed();
    });
    child.once("error", () => {});
    child.once("close", () => {
      if (isEnded) return;
      changed();
      again = setTimeout(start, program.restartMs);
    });
  }

  start();
  return () => {
    isEnded = true;
    if (again !== null) clearTimeout(again);
    child?.kill();
  };
}
