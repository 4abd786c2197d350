import type { Command } from "commander";
import { type Voice, voiceFor } from "./output.ts";

/** Adds a subcommand with `--json`; `run` returns the exit code. */
export type Subcommand = <O extends object>(
  parent: Command,
  usage: string,
  description: string,
  run: (voice: Voice, args: readonly unknown[], options: O) => Promise<number>,
) => Command;

/** Tells the exit code of a run. */
export type Done = (exitCode: number) => void;

/** Returns the function that adds subcommands; it passes the exit code of each run to `done`. */
export function subcommandsWith(done: Done): Subcommand {
  return <O extends object>(
    parent: Command,
    usage: string,
    description: string,
    run: (voice: Voice, args: readonly unknown[], options: O) => Promise<number>,
  ): Command =>
    addSubcommand<O>(parent, usage, description, async (json, args, options) =>
      done(await run(await voiceFor(json), args, options)),
    );
}

/** Adds a subcommand with `--json` that loads words by itself, if it needs any. */
export function addSubcommand<O extends object>(
  parent: Command,
  usage: string,
  description: string,
  run: (json: boolean, args: readonly unknown[], options: O) => Promise<void>,
): Command {
  return (
    parent
      .command(usage)
      // An option belongs to the subcommand before it.
      .enablePositionalOptions()
      .description(description)
      .option("--json", "write JSON for programs")
      .action(async (...given: readonly unknown[]) => {
        const self = given.at(-1) as Command;
        const options = self.opts() as O & { readonly json?: boolean };
        await run(options.json === true, given.slice(0, -2), options);
      })
  );
}
