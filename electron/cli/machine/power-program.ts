import type { Command } from "commander";
import type { MachinesService } from "../../services/base/interfaces.ts";
import { collect } from "../base/collect.ts";
import { seconds } from "../base/read-number.ts";
import type { Subcommand } from "../base/subcommand.ts";
import { addChoice, type ChoiceOptions, chooseMachines, runs } from "./choose.ts";
import { actOnEach } from "./commands.ts";
import { type MarkOptions, markCommand } from "./mark-command.ts";
import { restartCommand, stopCommand, suspendCommand } from "./power-commands.ts";
import { addStartProgram } from "./start-program.ts";

/** The tools of the commands for running machines. */
interface PowerTools {
  readonly machines: () => MachinesService;
}

/** Adds the commands that start and stop machines. */
export function addPowerProgram(program: Command, command: Subcommand, tools: PowerTools): void {
  const each = (verb: "pause" | "resume" | "kill" | "discard" | "delete", description: string) =>
    command(program, `${verb} <name...>`, description, (voice, [names]) =>
      actOnEach(tools.machines(), voice, names as readonly string[], (id) =>
        tools.machines()[verb](id),
      ),
    );
  const choose = (names: unknown, options: ChoiceOptions) =>
    chooseMachines(tools.machines(), names as readonly string[], options, runs);
  addStartProgram(program, command, tools);
  const stop = command<{ timeout: number } & ChoiceOptions>(
    program,
    "stop [name...]",
    "shut machines down, and wait until they are off",
    async (voice, [names], { timeout, ...options }) =>
      stopCommand(tools.machines(), voice, await choose(names, options), timeout),
  ).option("--timeout <seconds>", "how long to wait, in seconds", seconds, 60);
  addChoice(stop);
  const restart = command<{ timeout: number } & ChoiceOptions>(
    program,
    "restart [name...]",
    "shut machines down and start them again",
    async (voice, [names], { timeout, ...options }) =>
      restartCommand(tools.machines(), voice, await choose(names, options), timeout),
  ).option("--timeout <seconds>", "how long to wait for the shutdown, in seconds", seconds, 60);
  addChoice(restart);
  each("pause", "pause machines");
  each("resume", "resume paused machines");
  const suspend = command<ChoiceOptions>(
    program,
    "suspend [name...]",
    "save the memory of machines on the disk and end them; “start” continues there",
    async (voice, [names], options) =>
      suspendCommand(tools.machines(), voice, await choose(names, options)),
  );
  addChoice(suspend);
  each("discard", "delete the memory of suspended machines; unsaved work is lost");
  each("kill", "switch machines off at once, as if unplugged; unsaved work is lost");
  each("delete", "move machines to the trash; existing disks that were added to them are kept");
  const cable = program.command("cable").description("the cable between a machine and the LAN");
  for (const [verb, isPlugged, description] of [
    ["pull", false, "disconnect machines from the LAN, until you plug them in again"],
    ["plug", true, "connect machines to the LAN again"],
  ] as const) {
    command(cable, `${verb} <name...>`, description, (voice, [names]) =>
      actOnEach(tools.machines(), voice, names as readonly string[], (id) =>
        tools.machines().setCable(id, isPlugged),
      ),
    );
  }
}

/** Adds the command that marks machines. */
export function addMarkProgram(program: Command, command: Subcommand, tools: PowerTools): void {
  command<MarkOptions>(
    program,
    "mark <name...>",
    "give machines tags and a note, or protect them against delete, kill and restore",
    (voice, [names], options) =>
      markCommand(tools.machines(), voice, names as readonly string[], options),
  )
    .option("--tag <tag>", "add a tag; repeatable", collect)
    .option("--untag <tag>", "remove a tag; repeatable", collect)
    .option("--note <text>", "a note in one line; empty removes it")
    .option("--protect", "refuse to delete, force off and restore the machines")
    .option("--unprotect", "end the protection");
}
