import type { Command } from "commander";
import { type Voice, voiceFor } from "./output.ts";

/** Adds a subcommand with `--json`; `run` returns the exit code. */
export type Subcommand = <O extends object>(
  parent: Command,
  usage: string,
  description: string,
  run: (voice: Voice, args: readonly unknown[], options: O) => Promise<number>,
) => Command;

/** Returns the function that adds subcommands; it passes the exit code of each run to `done`. */
export function subcommandsWith(
  env: Readonly<Record<string, string | undefined>>,
  done: (exitCode: number) => void,
): Subcommand {
  return <O extends object>(
    parent: Command,
    usage: string,
    description: string,
    run: (voice: Voice, args: readonly unknown[], options: O) => Promise<number>,
  ): Command => {
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
          const voice = voiceFor(env, options.json === true);
          done(await run(voice, given.slice(0, -2), options));
        })
    );
  };
}
