import type { Command } from "commander";
import type { MachinesService } from "../../services/base/interfaces.ts";
import { seconds } from "../base/read-number.ts";
import type { Subcommand } from "../base/subcommand.ts";
import { actOnEach } from "./commands.ts";
import { startCommand, stopCommand, suspendCommand } from "./power-commands.ts";
import { sshCommand } from "./ssh-command.ts";

/** The tools of the commands for running machines. */
interface PowerTools {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly machines: () => MachinesService;
}

/** Adds the commands that start, stop and reach machines. */
export function addPowerProgram(program: Command, command: Subcommand, tools: PowerTools): void {
  const each = (verb: "pause" | "resume" | "kill" | "discard" | "delete", description: string) =>
    command(program, `${verb} <name...>`, description, (voice, [names]) =>
      actOnEach(tools.machines(), voice, names as readonly string[], (id) =>
        tools.machines()[verb](id),
      ),
    );
  command<{ boot?: true }>(
    program,
    "start <name...>",
    "start machines in the background; suspended ones continue where they were",
    (voice, [names], { boot }) =>
      startCommand(tools.machines(), voice, names as readonly string[], boot === true),
  ).option("--boot", "boot suspended machines too, and keep their memory in a file");
  command<{ timeout: number }>(
    program,
    "stop <name...>",
    "shut machines down, and wait until they are off",
    (voice, [names], { timeout }) =>
      stopCommand(tools.machines(), voice, names as readonly string[], timeout),
  ).option("--timeout <seconds>", "how long to wait, in seconds", seconds, 60);
  command<{ timeout: number }>(
    program,
    "restart <name...>",
    "shut machines down and start them again",
    (voice, [names], { timeout }) =>
      actOnEach(tools.machines(), voice, names as readonly string[], (id) =>
        tools.machines().restart(id, { timeoutSeconds: timeout }),
      ),
  ).option("--timeout <seconds>", "how long to wait for the shutdown, in seconds", seconds, 60);
  each("pause", "pause machines");
  each("resume", "resume paused machines");
  command(
    program,
    "suspend <name...>",
    "save the memory of machines on the disk and end them; “start” continues there",
    (voice, [names]) => suspendCommand(tools.machines(), voice, names as readonly string[]),
  );
  each("discard", "delete the memory of suspended machines; unsaved work is lost");
  each("kill", "switch machines off at once, as if unplugged; unsaved work is lost");
  each("delete", "move machines to the trash; existing disks that were added to them are kept");
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
