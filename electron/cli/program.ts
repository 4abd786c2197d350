import type { Command } from "commander";
import type { AgreedProjectsStore } from "../adapters/store/agreed-projects.ts";
import type { SettingsStore } from "../adapters/store/settings-store.ts";
import { appError } from "../contract/errors/app-error.ts";
import type { MachinesService } from "../services/base/interfaces.ts";
import type { Services } from "../services/base/services.ts";
import type { TemplatesService } from "../services/base/template-interfaces.ts";
import type { Storage } from "../services/compose/storage.ts";
import { addCompletionProgram } from "./base/completion.ts";
import { addHardwareOptions } from "./base/hardware-options.ts";
import type { HelpWords } from "./base/help-words.ts";
import { newProgram } from "./base/new-program.ts";
import { subcommandsWith } from "./base/subcommand.ts";
import { UsageFault } from "./base/usage-fault.ts";
import { addComputerProgram, type ComputerTools } from "./computer/program.ts";
import { addStorageProgram } from "./disk/storage-program.ts";
import { addCareProgram, type CareTools } from "./doctor/care-program.ts";
import { addDoctorProgram, type DoctorTools } from "./doctor/program.ts";
import { addCaptureProgram } from "./lan/capture-program.ts";
import { addForwardProgram } from "./lan/forward-program.ts";
import { addLanProgram } from "./lan/lan-program.ts";
import { addOnLanProgram, type OnLanTools } from "./lan/on-lan-program.ts";
import { addPathProgram, type PathTools } from "./lan/path-program.ts";
import { addNetProgram, type NetTools } from "./lan/program.ts";
import { addUplinkProgram } from "./lan/uplink-program.ts";
import { addWeatherProgram } from "./lan/weather-program.ts";
import { type AddOptions, addCommand, showCommand } from "./machine/commands.ts";
import type { ListTools } from "./machine/list-command.ts";
import { addListProgram } from "./machine/list-program.ts";
import { addMarkProgram, addPowerProgram } from "./machine/power-program.ts";
import { addReachProgram } from "./machine/reach-program.ts";
import { addShareProgram } from "./machine/share-program.ts";
import { addSnapshotProgram } from "./machine/snapshot-program.ts";
import { addSshConfigProgram } from "./machine/ssh-config-program.ts";
import { addProjectProgram } from "./project/program.ts";
import { addTemplateProgram } from "./template/program.ts";

/** The tools of all commands; each is made when a command first needs it. */
export interface Tools
  extends CareTools,
    ComputerTools,
    DoctorTools,
    ListTools,
    PathTools,
    OnLanTools,
    NetTools {
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
 * Builds the commands, bound to tools; `done` is told the exit code. Without words for it, the help
 * is in English.
 */
export function buildProgram(
  tools: Tools,
  done: (exitCode: number) => void,
  help: HelpWords | null = null,
): Command {
  const program = newProgram(tools.version, help);
  const command = subcommandsWith(done);
  program.commandsGroup("Machines:");
  addListProgram(program, done, tools);
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
    .option("--device <node>", "use a physical disk or partition of this computer")
    .option("--on <computer>", "create the machine on another computer, from a disk there");
  addHardwareOptions(add, "new");
  addPowerProgram(program, command, tools);
  addMarkProgram(program, command, tools);
  addReachProgram(program, command, tools);
  addShareProgram(program, command, tools);
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
  addWeatherProgram(program, command, tools);
  addCaptureProgram(program, command, tools);
  addOnLanProgram(program, command, tools);

  program.commandsGroup("Other computers:");
  addComputerProgram(program, command, tools);

  program.commandsGroup("This computer:");
  addPathProgram(addDoctorProgram(program, command, tools), command, tools);
  addCareProgram(program, command, tools);
  addSshConfigProgram(program, command, tools);
  addCompletionProgram(program, tools);
  return program;
}
