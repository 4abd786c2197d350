import { type Command, Option } from "commander";
import type { MachinesService } from "../../services/base/interfaces.ts";
import { type ShellWay, shellWays } from "../../services/machine/console/shell-way.ts";
import { seconds } from "../base/read-number.ts";
import type { Subcommand } from "../base/subcommand.ts";
import { copyCommand } from "./copy-command.ts";
import { execCommand } from "./exec-command.ts";
import { type InventoryOptions, inventoryCommand } from "./inventory-command.ts";
import { portsCommand } from "./ports-command.ts";
import { shellCommand } from "./shell-command.ts";
import { sshCommand } from "./ssh-command.ts";
import { watchCommand } from "./watch-command.ts";

/** The tools of the commands that work in machines. */
interface ReachTools {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly machines: () => MachinesService;
}

/** Adds the commands that work in running machines. */
export function addReachProgram(program: Command, command: Subcommand, tools: ReachTools): void {
  command<{ login?: string }>(
    program,
    "ssh <name> [command...]",
    "open a shell in a machine, or run a command there",
    (voice, [name, words], { login }) =>
      sshCommand(tools.machines(), voice, tools.env, name as string, {
        user: login ?? null,
        command: words as readonly string[],
      }),
  ).option("-l, --login <user>", "user name in the machine (default: as ssh chooses)");
  command<{ by?: ShellWay }>(
    program,
    "shell <name>",
    "open a shell in a machine by SSH, else by its guest agent, else by its serial console",
    (voice, [name], { by }) =>
      shellCommand(tools.machines(), voice, tools.env, name as string, by ?? null),
  ).addOption(new Option("--by <way>", "only this way").choices(shellWays));
  command<{ login?: string; recursive?: true; quiet?: true }>(
    program,
    "copy <places...>",
    "copy files: the last one is the target, NAME:PATH is in a machine, “-” is a stream",
    (voice, [places], { login, recursive, quiet }) =>
      copyCommand(tools.machines(), voice, tools.env, places as readonly string[], {
        user: login ?? null,
        recursive: recursive === true,
        quiet: quiet === true,
      }),
  )
    .option("-q, --quiet", "show no progress, and nothing but errors")
    .option("-r, --recursive", "copy folders, too, with all that is in them")
    .option("-l, --login <user>", "user name in the machine (default: as ssh chooses)");
  command<{ timeout: number }>(
    program,
    "exec <name> <command...>",
    "run a command in a machine by its guest agent, which takes no network",
    (voice, [name, words], { timeout }) =>
      execCommand(tools.machines(), voice, tools.env, name as string, {
        words: words as readonly string[],
        timeoutSeconds: timeout,
      }),
  ).option("--timeout <seconds>", "how long to wait, in seconds", seconds, 60);
  command(
    program,
    "ports <name>",
    "show the TCP ports on which programs in a machine listen",
    (voice, [name]) => portsCommand(tools.machines(), voice, name as string),
  );
  command<InventoryOptions>(
    program,
    "inventory",
    "list machines for Ansible, as a dynamic inventory",
    (voice, _none, options) => inventoryCommand(tools.machines(), voice, tools.env, options),
  )
    .option("--list", "all machines, with groups by tag")
    .option("--host <name>", "the variables of one machine");
  command(program, "watch", "write a line for each change of a machine, until Ctrl-C", (voice) =>
    watchCommand(tools.machines(), voice),
  );
}
