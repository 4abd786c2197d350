import { Command } from "commander";
import type { AgreedProjectsStore } from "../adapters/store/agreed-projects.ts";
import type { SettingsStore } from "../adapters/store/settings-store.ts";
import { appError } from "../contract/errors/app-error.ts";
import type { MachinesService, Services, TemplatesService } from "../services/base/interfaces.ts";
import type { Storage } from "../services/compose/storage.ts";
import { addCompletionProgram } from "./base/completion.ts";
import { addHardwareOptions } from "./base/hardware-options.ts";
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

/** The end of the general help: the steps to a first machine. */
const firstSteps = `
A first machine:
  virtray template add debian --catalogue debian-13   downloads it, once
  virtray create web --template debian --make-key
  virtray lan up
  virtray start web
  virtray ssh web

“virtray COMMAND --help” tells what a command takes. All write JSON with --json.`;

/** Builds the commands, bound to tools; `done` is told the exit code. */
export function buildProgram(tools: Tools, done: (exitCode: number) => void): Command {
  const program = new Command("virtray")
    .description("Virtual machines in the background, on a private LAN")
    .version(tools.version)
    .enablePositionalOptions()
    .helpCommand("help [command]", "show what a command takes")
    .addHelpText("after", firstSteps)
    .showSuggestionAfterError()
    .configureOutput(parserOutput)
    .exitOverride();

  const command = subcommandsWith(tools.env, done);
  program.commandsGroup("Machines:");
  command(program, "list", "show all machines", (voice) =>
    listCommand(tools.machines(), tools.readPorts, voice),
  );
  command(program, "show <name>", "show one machine in full", (voice, [name]) =>
    showCommand(tools.machines(), voice, name as string),
  );
  const add = command<AddOptions>(
    program,
    "add <name>",
    "add a machine from a disk that exists",
    (voice, [name], options) => {
      if ((options.disk === undefined) === (options.device === undefined)) {
        throw new UsageFault(appError("options-one-of", { options: "--disk, --device" }));
      }
      const devices = async () => (await tools.storage()).devices();
      return addCommand(tools.machines(), voice, name as string, options, devices);
    },
  )
    .option("--disk <file>", "its disk: a qcow2 or raw image")
    .option("--device <node>", "its disk: one of this computer itself, or a partition");
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
