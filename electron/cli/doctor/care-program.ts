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
    "choose which machines start at login",
    (voice, [when, names], { order }) =>
      setAutostart(tools, voice, when as AutostartWhen, names as readonly string[], order ?? null),
  );
  set
    .addArgument(
      new Argument(
        "<when>",
        "when to start the machines at login; “as-before”: if they were running",
      ).choices(autostartWhenSchema.options),
    )
    .addArgument(new Argument("<name...>"))
    .option(
      "--order <n>",
      "start order, 0 to 99; smaller numbers start first (default: unchanged, or 50)",
      order,
    );
  command(autostart, "run", "start the machines now that should start at login", (voice) =>
    runAutostart(tools, voice),
  );
  command(
    autostart,
    "login",
    "choose whether the app, and with it these machines, starts at login",
    (voice, [request]) => loginCommand(tools, voice, request === "on"),
  ).addArgument(new Argument("<state>").choices(["on", "off"]));
  command(program, "popover", "show or hide the app’s popover", async (voice) =>
    finish(voice, await tools.showPopover(), () => {
      if (voice.json) sayJson({ shown: true } satisfies PopoverJson);
    }),
  );
  command(
    program,
    "recover <id>",
    "restore an unreadable machine or the settings from backup (ID or “settings”)",
    (voice, [id]) => recoverCommand(tools, voice, id as string),
  );
}
