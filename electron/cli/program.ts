import { Command } from "commander";
import type { AgreedProjectsStore } from "../adapters/store/agreed-projects.ts";
import type { SettingsStore } from "../adapters/store/settings-store.ts";
import type { Language } from "../contract/base/languages.ts";
import { appError } from "../contract/errors/app-error.ts";
import type { MachinesService, Services, TemplatesService } from "../services/base/interfaces.ts";
import type { Storage } from "../services/compose/storage.ts";
import { addCompletionProgram } from "./base/completion.ts";
import { addHardwareOptions } from "./base/hardware-options.ts";
import { firstStepsIn, helpIn } from "./base/help.ts";
import { parserOutput } from "./base/output.ts";
import { subcommandsWith } from "./base/subcommand.ts";
import { UsageFault } from "./base/usage-fault.ts";
import { addStorageProgram } from "./disk/storage-program.ts";
import { addCareProgram, type CareTools } from "./doctor/care-program.ts";
import { addDoctorProgram, type DoctorTools } from "./doctor/program.ts";
import { addForwardProgram } from "./lan/forward-program.ts";
import { addLanProgram } from "./lan/lan-program.ts";
import { addPathProgram, type PathTools } from "./lan/path-program.ts";
import { addNetProgram, type NetTools } from "./lan/program.ts";
import { addUplinkProgram } from "./lan/uplink-program.ts";
import { type AddOptions, addCommand, listCommand, showCommand } from "./machine/commands.ts";
import { addPowerProgram } from "./machine/power-program.ts";
import { addSnapshotProgram } from "./machine/snapshot-program.ts";
import { addSshConfigProgram } from "./machine/ssh-config-program.ts";
import { addProjectProgram } from "./project/program.ts";
import { addTemplateProgram } from "./template/program.ts";

/** The tools of all commands; each is made when a command first needs it. */
export interface Tools extends CareTools, DoctorTools, PathTools, NetTools {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly machines: () => MachinesService;
  readonly templates: () => Promise<TemplatesService>;
  readonly agreed: () => Promise<AgreedProjectsStore>;
  readonly storage: () => Promise<Storage>;
  /** Machines and network; loaded only for commands that need the network too. */
  readonly services: () => Promise<Services>;
  readonly settings: () => SettingsStore;
}

/**
 * Builds the commands, bound to tools; `done` is told the exit code. Help is written in the
 * language.
 */
export function buildProgram(
  tools: Tools,
  done: (exitCode: number) => void,
  language: Language = "en",
): Command {
  const program = new Command("virtray")
    .description("Virtual machines in the background, on a private LAN")
    .version(tools.version)
    .enablePositionalOptions()
    .helpCommand("help [command]", "show the help of a command")
    .configureHelp(helpIn(language))
    .addHelpText("after", firstStepsIn(language))
    .showSuggestionAfterError()
    .configureOutput(parserOutput)
    .exitOverride();

  const command = subcommandsWith(tools.env, done);
  program.commandsGroup("Machines:");
  command(program, "list", "show all machines", (voice) =>
    listCommand(tools.machines(), tools, voice),
  );
  command(program, "show <name>", "show one machine in full", (voice, [name]) =>
    showCommand(tools.machines(), voice, name as string),
  );
  const add = command<AddOptions>(
    program,
    "add <name>",
    "create a machine from a disk that exists",
    (voice, [name], options) => {
      if ((options.disk === undefined) === (options.device === undefined)) {
        throw new UsageFault(appError("options-one-of", { options: "--disk, --device" }));
      }
      const devices = async () => (await tools.storage()).devices();
      return addCommand(tools.machines(), voice, name as string, options, devices);
    },
  )
    .option("--disk <file>", "use this qcow2 or raw image as the disk")
    .option("--device <node>", "use a physical disk or partition of this computer");
  addHardwareOptions(add, "new");
  addPowerProgram(program, command, tools);
  addStorageProgram(program, command, tools);
  addSnapshotProgram(program, command, tools);
  program.commandsGroup("Templates and projects:");
  addTemplateProgram(program, command, tools);
  addProjectProgram(program, command, tools);

  program.commandsGroup("Network:");
  addLanProgram(program, command, tools);
  addUplinkProgram(program, command, tools);
  addForwardProgram(program, command, tools);
  addNetProgram(program, command, tools);

  program.commandsGroup("This computer:");
  addPathProgram(addDoctorProgram(program, command, tools), command, tools);
  addCareProgram(program, command, tools);
  addSshConfigProgram(program, command, tools);
  addCompletionProgram(program, tools);
  return program;
}
