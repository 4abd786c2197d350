import { Argument, type Command } from "commander";
import type { PopoverJson } from "../../contract/app/cli.ts";
import type { Result } from "../../contract/errors/app-error.ts";
import { type AutostartWhen, autostartWhenSchema } from "../../contract/machine/machine.ts";
import { finish, sayJson } from "../base/output.ts";
import { order } from "../base/read-number.ts";
import type { Subcommand } from "../base/subcommand.ts";
import {
  type AutostartTools,
  listAutostart,
  loginCommand,
  runAutostart,
  setAutostart,
} from "../machine/autostart-commands.ts";
import { type RecoverTools, recoverCommand } from "./recover-command.ts";

/** The tools of these commands. */
export interface CareTools extends RecoverTools, AutostartTools {
  /** Shows the app's popover, or hides it; starts the app where it does not run. */
  readonly showPopover: () => Promise<Result<void>>;
}

/** Adds the commands that restore things: after a reboot, and from backups. */
export function addCareProgram(program: Command, command: Subcommand, tools: CareTools): void {
  const autostart = command(program, "autostart", "show what starts at login", (voice) =>
    listAutostart(tools, voice),
  );
  const set = command<{ order?: number }>(
    autostart,
    "set",
    "say when machines start by themselves",
    (voice, [when, names], { order }) =>
      setAutostart(tools, voice, when as AutostartWhen, names as readonly string[], order ?? null),
  );
  set
    .addArgument(new Argument("<when>", "at login").choices(autostartWhenSchema.options))
    .addArgument(new Argument("<name...>"))
    .option("--order <n>", "its turn, 0 to 99 (default: as it is, or 50)", order);
  command(autostart, "run", "start now what should start at login", (voice) =>
    runAutostart(tools, voice),
  );
  command(
    autostart,
    "login",
    "start the app at login, and with it the machines",
    (voice, [request]) => loginCommand(tools, voice, request === "on"),
  ).addArgument(new Argument("<state>").choices(["on", "off"]));
  command(program, "popover", "show the app’s popover, or hide it if it is there", async (voice) =>
    finish(voice, await tools.showPopover(), () => {
      if (voice.json) sayJson({ shown: true } satisfies PopoverJson);
    }),
  );
  command(
    program,
    "recover <id>",
    "go back to the last good file of what cannot be read: an id, or settings",
    (voice, [id]) => recoverCommand(tools, voice, id as string),
  );
}
