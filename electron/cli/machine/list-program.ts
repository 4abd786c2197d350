import type { Command } from "commander";
import { addSubcommand, type Done } from "../base/subcommand.ts";
import { type ListTools, listCommand } from "./list-command.ts";

/** Adds `list`. */
export function addListProgram(program: Command, done: Done, tools: ListTools): void {
  addSubcommand(program, "list", "show all machines", async (json) =>
    done(await listCommand(tools, json)),
  );
}
