import { type Command, Option } from "commander";
import { type ReadyStage, readyStages } from "../../contract/machine/machine.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import { seconds } from "../base/read-number.ts";
import type { Subcommand } from "../base/subcommand.ts";
import { addChoice, type ChoiceOptions, chooseMachines, rests } from "./choose.ts";
import { startCommand, waitCommand } from "./power-commands.ts";

/** Adds the commands that start machines, and wait for them. */
export function addStartProgram(
  program: Command,
  command: Subcommand,
  tools: { readonly machines: () => MachinesService },
): void {
  const until = (flags: string, description: string) =>
    new Option(flags, description).choices(readyStages);
  const start = command<{ boot?: true; wait?: ReadyStage; timeout: number } & ChoiceOptions>(
    program,
    "start [name...]",
    "start machines in the background; suspended ones continue where they were",
    async (voice, [names], { boot, wait, timeout, ...options }) =>
      startCommand(
        tools.machines(),
        voice,
        await chooseMachines(tools.machines(), names as readonly string[], options, rests),
        {
          boot: boot === true,
          wait: wait === undefined ? null : { until: wait, timeoutSeconds: timeout },
        },
      ),
  )
    .option("--boot", "boot suspended machines too, and keep their memory in a file")
    .addOption(
      until(
        "--wait [until]",
        "wait until they answer, take logins, or are set up by cloud-init",
      ).preset("ready"),
    )
    .option("--timeout <seconds>", "how long to wait, in seconds", seconds, 300);
  addChoice(start);
  command<{ until: ReadyStage; timeout: number }>(
    program,
    "wait <name...>",
    "wait for running machines; they go on whatever comes of it",
    (voice, [names], { until, timeout }) =>
      waitCommand(tools.machines(), voice, names as readonly string[], {
        until,
        timeoutSeconds: timeout,
      }),
  )
    .addOption(
      until(
        "--until <until>",
        "wait until they answer, take logins, or are set up by cloud-init",
      ).default("ready"),
    )
    .option("--timeout <seconds>", "how long to wait, in seconds", seconds, 300);
}
