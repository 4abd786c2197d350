import type { Command } from "commander";
import type { ReadyStage } from "../../contract/machine/machine.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import { seconds } from "../base/read-number.ts";
import type { Subcommand } from "../base/subcommand.ts";
import { untilOption, type WaitOptions, waitOption } from "../base/wait-options.ts";
import { addChoice, type ChoiceOptions, chooseMachines, rests } from "./choose.ts";
import { startCommand, waitCommand } from "./power-commands.ts";

/** Adds the commands that start machines, and wait for them. */
export function addStartProgram(
  program: Command,
  command: Subcommand,
  tools: { readonly machines: () => MachinesService },
): void {
  const start = command<{ boot?: true } & WaitOptions & ChoiceOptions>(
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
    .addOption(waitOption())
    .option("--timeout <seconds>", "how long to wait, in seconds", seconds, 300);
  addChoice(start);
  command<{ until: ReadyStage; timeout: number }>(
    program,
    "wait <name...>",
    "wait for running machines, which keep running in any case",
    (voice, [names], { until, timeout }) =>
      waitCommand(tools.machines(), voice, names as readonly string[], {
        until,
        timeoutSeconds: timeout,
      }),
  )
    .addOption(untilOption("--until <until>").default("ready"))
    .option("--timeout <seconds>", "how long to wait, in seconds", seconds, 300);
}
