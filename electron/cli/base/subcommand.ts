import type { Command } from "commander";
import type { Voice } from "./output.ts";

/** Adds a subcommand with `--json`; `run` gives the exit code. */
export type Subcommand = <O extends object>(
  parent: Command,
  usage: string,
  description: string,
  run: (voice: Voice, args: readonly unknown[], options: O) => Promise<number>,
) => Command;
