import { Argument, Command, InvalidArgumentError } from "commander";
import type { AgreedProjectsStore } from "../adapters/store/agreed-projects.ts";
import type { SettingsStore } from "../adapters/store/settings-store.ts";
import type { Finding, Repair } from "../contract/doctor/doctor.ts";
import type { Result } from "../contract/errors/app-error.ts";
import type { MachinesService, Services, TemplatesService } from "../services/base/interfaces.ts";
import type { Storage } from "../services/compose/storage.ts";
import { addCompletionProgram } from "./base/completion.ts";
import { addHardwareOptions } from "./base/hardware-options.ts";
import { parserOutput, type Voice, voiceFor } from "./base/output.ts";
import { number } from "./base/read-number.ts";
import type { Subcommand } from "./base/subcommand.ts";
import { addStorageProgram } from "./disk/storage-program.ts";
import { bundleCommand } from "./doctor/bundle-command.ts";
import { addCareProgram, type CareTools } from "./doctor/care-program.ts";
import { doctorCommand } from "./doctor/doctor-command.ts";
import { repairCommand } from "./doctor/repair-command.ts";
import {
  addressesCommand,
  knownNetworksCommand,
  lanCommand,
  setMachineUplinkCommand,
  setUplinkCommand,
  tracesCommand,
  uplinkCommand,
} from "./lan/commands.ts";
import { addForwardProgram } from "./lan/forward-program.ts";
import { addPathProgram, type PathTools } from "./lan/path-program.ts";
import { addNetProgram, addSubnetProgram, type NetTools } from "./lan/program.ts";
import {
  type AddOptions,
  actOnEach,
  addCommand,
  listCommand,
  showCommand,
  stopCommand,
} from "./machine/commands.ts";
import { logCommand } from "./machine/log-command.ts";
import { addSnapshotProgram } from "./machine/snapshot-program.ts";
import { sshCommand } from "./machine/ssh-command.ts";
import { addSshConfigProgram } from "./machine/ssh-config-program.ts";
import { addProjectProgram } from "./project/program.ts";
import { addTemplateProgram } from "./template/program.ts";

/** What the command works with; made when a command first needs it. */
export interface Tools extends CareTools, PathTools, NetTools {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly machines: () => MachinesService;
  readonly templates: () => Promise<TemplatesService>;
  readonly agreed: () => Promise<AgreedProjectsStore>;
  readonly storage: () => Promise<Storage>;
  /** Machines and network; loaded only for the commands that need the network too. */
  readonly services: () => Promise<Services>;
  /** Writes the support bundle to a path. */
  readonly bundle: (findings: readonly Finding[], path: string) => Promise<Result<void>>;
  readonly settings: () => SettingsStore;
  readonly examine: () => Promise<readonly Finding[]>;
  readonly repairs: (findings: readonly Finding[]) => Promise<readonly Repair[]>;
  readonly carryOut: (repair: Repair) => Promise<Result<void>>;
}

function seconds(text: string): number {
  const value = number(text);
  // A day: longer waits are typing errors, and timers end at 24 days.
  if (value < 0 || value > 86_400) throw new InvalidArgumentError("Give 0 to 86400 seconds.");
  return value;
}

/** What the help of all ends with: a way to the first machine. */
const firstSteps = `
A first machine:
  virtray template add debian --catalogue debian-13   downloads it, once
  virtray create web --template debian --make-key
  virtray lan up
  virtray start web
  virtray ssh web

“virtray COMMAND --help” tells what a command takes. All write JSON with --json.`;

/** The commands, bound to tools; `done` is told the exit code. */
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

  const command: Subcommand = <O extends object>(
    parent: Command,
    usage: string,
    description: string,
    run: (voice: Voice, args: readonly unknown[], options: O) => Promise<number>,
  ): Command => {
    return (
      parent
        .command(usage)
        // An option belongs to the subcommand behind which it stands.
        .enablePositionalOptions()
        .description(description)
        .option("--json", "write JSON for programs")
        .action(async (...given: readonly unknown[]) => {
          const self = given.at(-1) as Command;
          const options = self.opts() as O & { readonly json?: boolean };
          const voice = voiceFor(tools.env, options.json === true);
          done(await run(voice, given.slice(0, -2), options));
        })
    );
  };

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
        program.error("error: give either --disk or --device", { exitCode: 2 });
      }
      const devices = async () => (await tools.storage()).devices();
      return addCommand(tools.machines(), voice, name as string, options, devices);
    },
  )
    .option("--disk <file>", "its disk: a qcow2 or raw image")
    .option("--device <node>", "its disk: one of this computer itself, or a partition");
  addHardwareOptions(add, "new");
  const each = (verb: "start" | "pause" | "resume" | "kill" | "delete", description: string) =>
    command(program, `${verb} <name...>`, description, (voice, [names]) =>
      actOnEach(tools.machines(), voice, names as readonly string[], (id) =>
        tools.machines()[verb](id),
      ),
    );
  each("start", "start machines in the background");
  command<{ timeout: number }>(
    program,
    "stop <name...>",
    "power machines down, and wait for it",
    (voice, [names], { timeout }) =>
      stopCommand(tools.machines(), voice, names as readonly string[], timeout),
  ).option("--timeout <seconds>", "how long to wait", seconds, 60);
  command<{ timeout: number }>(
    program,
    "restart <name...>",
    "power machines down and start them again",
    (voice, [names], { timeout }) =>
      actOnEach(tools.machines(), voice, names as readonly string[], (id) =>
        tools.machines().restart(id, { timeoutSeconds: timeout }),
      ),
  ).option("--timeout <seconds>", "how long to wait for the power-down", seconds, 60);
  each("pause", "hold machines still");
  each("resume", "let paused machines go on");
  each("kill", "end machines at once; unsaved work in them is lost");
  each("delete", "move machines to the trash; disks that were there before them stay");
  command<{ login?: string }>(
    program,
    "ssh <name> [command...]",
    "open a shell in a machine, or run a command there",
    (voice, [name, words], { login }) =>
      sshCommand(
        tools.machines(),
        voice,
        tools.env,
        name as string,
        login ?? null,
        words as readonly string[],
      ),
  ).option("-l, --login <user>", "user in the machine (default: ssh’s)");
  const cable = program.command("cable").description("the cable between a machine and the LAN");
  for (const [verb, isPlugged, description] of [
    ["pull", false, "pull cables out; they stay so, also at the next start"],
    ["plug", true, "plug cables in again"],
  ] as const) {
    command(cable, `${verb} <name...>`, description, (voice, [names]) =>
      actOnEach(tools.machines(), voice, names as readonly string[], (id) =>
        tools.machines().setCable(id, isPlugged),
      ),
    );
  }
  addStorageProgram(program, command, tools);
  addSnapshotProgram(program, command, tools);
  program.commandsGroup("Templates and projects:");
  addTemplateProgram(program, command, tools);
  addProjectProgram(program, command, seconds, tools);

  program.commandsGroup("Network:");
  const lan = program.command("lan").description("the private LAN of host and machines");
  const lanVerb = (verb: "up" | "down" | "status", description: string) =>
    command<{ allTraces?: boolean }>(lan, verb, description, async (voice, _none, options) => {
      const { network } = await tools.services();
      const wanted = verb === "status" ? null : verb;
      return options.allTraces === true
        ? tracesCommand(tools, network, voice)
        : lanCommand(network, voice, wanted);
    });
  lanVerb("up", "switch the LAN on");
  lanVerb("down", "switch the LAN off, and take back all that it changed").option(
    "--all-traces",
    "take back also what was done once: rules in other firewalls, files, ssh’s Include",
  );
  lanVerb("status", "show whether the LAN is on");
  addSubnetProgram(lan, command, tools);
  command(
    lan,
    "addresses",
    "hand out addresses and names (DHCP, DNS), or leave both to the machines",
    async (voice, [kind]) =>
      addressesCommand((await tools.services()).network, voice, kind as "served" | "static"),
  ).addArgument(new Argument("<kind>", "who gives them").choices(["served", "static"]));
  const uplink = command(program, "uplink", "show the ways out of the LAN", async (voice) =>
    uplinkCommand((await tools.services()).network, voice),
  );
  command<{ machine?: string }>(
    uplink,
    "set <auto|none|interface|order> [interfaces]",
    "choose the way out: the host’s own, none, one interface, or “order eth0,wlan0”",
    async (voice, [choice, order], { machine }) =>
      machine === undefined
        ? setUplinkCommand(
            (await tools.services()).network,
            voice,
            choice as string,
            order as string | undefined,
          )
        : setMachineUplinkCommand(
            tools.machines(),
            async () => (await (await tools.services()).network.read()).uplink,
            voice,
            machine,
            choice as string,
            order as string | undefined,
          ),
  ).option("--machine <name>", "for this machine alone (“default”: as the LAN again)");
  command<{ remember?: boolean; forget?: string }>(
    uplink,
    "places",
    "show which uplink was chosen where, and is chosen again on return there",
    async (voice, _none, { remember, forget }) =>
      knownNetworksCommand((await tools.services()).network, tools.settings(), voice, {
        ...(remember === undefined ? {} : { memory: remember }),
        ...(forget === undefined ? {} : { forget }),
      }),
  )
    .option("--remember", "from now on")
    .option("--no-remember", "not any more; what is known is kept")
    .option("--forget <place>", "forget what was chosen at a place; “all”: everywhere");
  addForwardProgram(program, command, tools);
  addNetProgram(program, command, tools);

  program.commandsGroup("This computer:");
  const doctor = command<{ repair?: string; yes?: boolean; log?: boolean; bundle?: string }>(
    program,
    "doctor",
    "examine what machines and LAN need here",
    async (voice, _none, { repair, yes, log, bundle }) => {
      if (log === true) return logCommand((await tools.services()).network, voice);
      const found = await tools.examine();
      if (bundle !== undefined) return bundleCommand(tools, voice, found, bundle);
      const repairs = await tools.repairs(found);
      return repair === undefined
        ? doctorCommand(voice, found, repairs)
        : repairCommand(tools, voice, repairs, repair, yes === true);
    },
  )
    .option("--bundle <file>", "write what helps to find a fault into one file, without secrets")
    .option("--log", "show what was done as root")
    .option("--repair <id>", "explain a repair, and have root do it")
    .option("--yes", "do it without asking here (root’s password is asked for all the same)");
  addPathProgram(doctor, command, tools);
  addCareProgram(program, command, tools);
  addSshConfigProgram(program, command, tools);
  addCompletionProgram(program, tools);
  return program;
}
