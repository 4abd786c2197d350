import type { Command } from "commander";
import type { Foundation } from "../services/compose/foundation.ts";
import { explainOnTerminal } from "./base/explain-root.ts";
import type { HelpWords } from "./base/help-words.ts";
import { newProgram } from "./base/new-program.ts";
import type { Done } from "./base/subcommand.ts";
import { listTools, loadServices } from "./list-tools.ts";
import { addListProgram } from "./machine/list-program.ts";

/** Builds a program that has `list` only, with as little code as that needs. */
export function buildListProgram(
  foundation: Foundation,
  version: string,
  done: Done,
  help: HelpWords | null,
): Command {
  const program = newProgram(version, help);
  const services = () => loadServices(foundation, explainOnTerminal);
  addListProgram(program, done, listTools(foundation, services));
  return program;
}
