import type { Command } from "commander";
import { measureHostLoad } from "../../adapters/desktop/host-load.ts";
import { pathsFrom } from "../../adapters/files/paths.ts";
import type { AgreedProjectsStore } from "../../adapters/store/agreed-projects.ts";
import { projectFileName } from "../../contract/project/project.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import type { TemplatesService } from "../../services/base/template-interfaces.ts";
import { collect } from "../base/collect.ts";
import { seconds } from "../base/read-number.ts";
import type { Subcommand } from "../base/subcommand.ts";
import { waitOption } from "../base/wait-options.ts";
import type { ProjectOptions } from "./commands.ts";

/** The tools of these commands; each is made when a command first needs it. */
interface ProjectTools {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly machines: () => MachinesService;
  readonly templates: () => Promise<TemplatesService>;
  /** The projects that the user agreed to. */
  readonly agreed: () => Promise<AgreedProjectsStore>;
}

/** Adds the commands for the machines that a `virtray.yaml` describes. */
export function addProjectProgram(
  program: Command,
  command: Subcommand,
  tools: ProjectTools,
): void {
  // Loaded when first needed: reading YAML is a large part of the command.
  const commands = () => import("./commands.ts");
  const both = async () => ({
    paths: pathsFrom(tools.env, process.getuid?.() ?? 0),
    machines: tools.machines(),
    templates: await tools.templates(),
    hostLoad: measureHostLoad,
  });
  const file = ["--file <file>", "the project’s file", projectFileName] as const;
  command<ProjectOptions>(
    program,
    "up",
    "create and start the machines that virtray.yaml describes; asks before a new or changed one",
    async (voice, _none, options) =>
      (await commands()).upCommand(await both(), await tools.agreed(), voice, options),
  )
    .option(...file)
    .option("--yes", "agree to what the project asks for, without being asked")
    .option(
      "--timeout <seconds>",
      "how long to wait for the ports to answer, in seconds",
      seconds,
      300,
    )
    .addOption(waitOption())
    .option("--recreate <name>", "move this machine to the trash first; repeatable", collect);
  command<ProjectOptions>(
    program,
    "provision [name...]",
    "run the steps of virtray.yaml in running machines: those that are due, or all again",
    async (voice, [names], options) =>
      (await commands()).provisionCommand(
        await both(),
        await tools.agreed(),
        voice,
        names as readonly string[],
        options,
      ),
  )
    .option(...file)
    .option("--yes", "agree to what the project asks for, without being asked")
    .option("--again", "run steps that have run before, too")
    .option("--timeout <seconds>", "how long to wait, in seconds", seconds, 300);
  command<ProjectOptions>(
    program,
    "down",
    "shut the project’s machines down, and wait until they are off",
    async (voice, _none, options) => (await commands()).downCommand(await both(), voice, options),
  )
    .option(...file)
    .option("--timeout <seconds>", "how long to wait, in seconds", seconds, 60);
  command<ProjectOptions>(
    program,
    "destroy",
    "force-stop the project’s machines and move them to the trash (kept for seven days)",
    async (voice, _none, options) =>
      (await commands()).destroyCommand(await both(), voice, options),
  )
    .option(...file)
    .option("--yes", "delete the machines; without --yes only a preview is shown");
  command(program, "schema", "write the JSON schema of virtray.yaml, for editors", async () =>
    (await commands()).schemaCommand(),
  );
}
