import { type Command, Option } from "commander";
import type { SettingsStore } from "../../adapters/store/settings-store.ts";
import { appError } from "../../contract/errors/app-error.ts";
import type { SwitchPort } from "../../core/lan/switch-ports.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import type { TemplatesService } from "../../services/base/template-interfaces.ts";
import { collect } from "../base/collect.ts";
import { addHardwareOptions } from "../base/hardware-options.ts";
import { memory, number, seconds } from "../base/read-number.ts";
import type { Subcommand } from "../base/subcommand.ts";
import { UsageFault } from "../base/usage-fault.ts";
import { waitOption } from "../base/wait-options.ts";
import {
  type AddTemplateOptions,
  addTemplateCommand,
  catalogueCommand,
  deleteTemplateCommand,
  flattenCommand,
  listTemplatesCommand,
} from "./commands.ts";
import { type CreateOptions, createCommand } from "./create-command.ts";
import { folderCommand } from "./folder-command.ts";
import { type RunOptions, runCommand } from "./run-command.ts";
import { coolTemplateCommand, type WarmOptions, warmTemplateCommand } from "./warm-commands.ts";

/** The tools of these commands; each is made when a command first needs it. */
interface TemplateTools {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readPorts: () => Promise<readonly SwitchPort[] | null>;
  readonly machines: () => MachinesService;
  readonly templates: () => Promise<TemplatesService>;
  readonly settings: () => SettingsStore;
}

/** Counts the given options among some. */
function count(...options: readonly (string | undefined)[]): number {
  return options.filter((each) => each !== undefined).length;
}

/** Adds the commands for templates and for machines that are made from them. */
export function addTemplateProgram(
  program: Command,
  command: Subcommand,
  tools: TemplateTools,
): void {
  addCreatePrograms(program, command, tools);
  const template = program.command("template").description("images that machines are created from");
  const there: Subcommand = (...words) =>
    command(...words).option("--on <computer>", "do it on another computer, with the files there");
  there(template, "list", "show all templates", async (voice) =>
    listTemplatesCommand(await tools.templates(), voice),
  );
  there<AddTemplateOptions>(
    template,
    "add <name>",
    "create a template from an image, a machine or the catalogue",
    async (voice, [name], options) => {
      const { from, machine, catalogue, url, sha256, sha512 } = options;
      if (count(from, machine, catalogue, url) !== 1) {
        const all = "--from, --machine, --catalogue, --url";
        throw new UsageFault(appError("options-one-of", { options: all }));
      }
      if (count(sha256, sha512) > count(url)) {
        throw new UsageFault(appError("checksum-alone", {}));
      }
      return addTemplateCommand(
        await tools.templates(),
        tools.machines(),
        voice,
        name as string,
        options,
      );
    },
  )
    .option(
      "--from <file>",
      "disk image: qcow2, raw, VMDK, VDI, VHD or VHDX, compressed or not, or an OVA or zip file",
    )
    .option("--machine <name>", "disk of this stopped machine")
    .option("--catalogue <id>", "image of the catalogue, to be downloaded")
    .option("--url <url>", "URL of an image to download")
    .option(
      "--sha256 <sum>",
      "SHA-256 checksum of the download from --url; without one nothing is compared",
    )
    .option("--sha512 <sum>", "SHA-512 checksum of the download from --url")
    .option("--user <name>", "user name that cloud-init sets up in the template’s machines");
  there(
    template,
    "delete <name>",
    "delete a template that no machine needs",
    async (voice, [name]) => deleteTemplateCommand(await tools.templates(), voice, name as string),
  );
  there<WarmOptions>(
    template,
    "warm <name>",
    "boot a guest of a template once, so that new machines run at once instead of booting",
    async (voice, [name], options) =>
      warmTemplateCommand(await tools.templates(), voice, name as string, options),
  )
    .option("--memory <MiB>", "memory of the machines (default: as for “create”)", memory)
    .option("--cpus <n>", "processors of the machines (default: as for “create”)", number);
  there(
    template,
    "cool <name>",
    "delete the warmed states of a template; its machines boot again",
    async (voice, [name]) => coolTemplateCommand(await tools.templates(), voice, name as string),
  );
  there(
    template,
    "folder [folder]",
    "show where images of templates are kept, or move all to another folder (“default”: with Virtray’s data)",
    async (voice, [folder]) =>
      folderCommand(await tools.templates(), tools.settings(), voice, folder as string | undefined),
  );
  there(template, "catalogue", "show the images that can be downloaded", async (voice) =>
    catalogueCommand(await tools.templates(), voice),
  );
}

/** Adds the commands for machines that are made from templates. */
function addCreatePrograms(program: Command, command: Subcommand, tools: TemplateTools): void {
  const create = command<CreateOptions>(
    program,
    "create <name>",
    "create a machine from a template",
    async (voice, [name], options) =>
      createCommand(await tools.templates(), tools.machines(), voice, name as string, options),
  )
    .requiredOption("--template <name>", "template to use")
    .option("--on <computer>", "create the machine on another computer, from a template there")
    .option("--disk <size>", "size of the disk, such as 40G (default: the template’s)")
    .option("--user <name>", "user name to log in with (default: the template’s)")
    .option("--key <file>", "SSH public key; repeatable (default: all in ~/.ssh)", collect)
    .addOption(
      new Option("--public-key <key>", "this SSH public key, too").argParser(collect).hideHelp(),
    )
    .option("--make-key", "create an SSH key in ~/.ssh if there is none")
    .option("--user-data <file>", "your own cloud-config, which takes precedence over Virtray’s")
    .option(
      "--proxy <url>",
      "proxy that programs in the machine use; “host”: this computer’s (HTTPS_PROXY, NO_PROXY)",
    )
    .option("--certificate <file>", "CA certificates that it trusts (PEM); repeatable", collect)
    .option("--no-agent", "do not install the guest agent at the first boot")
    .addOption(waitOption(true))
    .option("--timeout <seconds>", "how long to wait, in seconds", seconds, 300);
  addHardwareOptions(create, "template");
  const run = command<RunOptions>(
    program,
    "run <template> [command...]",
    "run a command, or a shell, in a new machine of a template",
    async (voice, [template, words], options) =>
      runCommand(
        {
          templates: await tools.templates(),
          machines: tools.machines(),
          env: tools.env,
          lanIsOn: async () => (await tools.readPorts()) !== null,
        },
        voice,
        template as string,
        words as readonly string[],
        options,
      ),
  )
    .option("--rm", "delete the machine for good afterwards")
    .option("--disk <size>", "size of the disk, such as 40G (default: the template’s)")
    .option("--user <name>", "user name to log in with (default: the template’s)")
    .option("--key <file>", "SSH public key; repeatable (default: all in ~/.ssh)", collect)
    .option("--make-key", "create an SSH key in ~/.ssh if there is none");
  addHardwareOptions(run, "template");
  command(
    program,
    "flatten <name>",
    "make a machine independent of its template",
    async (voice, [name]) =>
      flattenCommand(await tools.templates(), tools.machines(), voice, name as string),
  );
}
