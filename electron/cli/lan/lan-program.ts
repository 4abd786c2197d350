import { Argument, type Command } from "commander";
import { type Cables, cablesSchema } from "../../contract/lan/network.ts";
import type { Services } from "../../services/base/services.ts";
import type { TraceTools } from "../../services/root/remove-traces.ts";
import type { Subcommand } from "../base/subcommand.ts";
import { changeCommand, lanCommand, tracesCommand } from "./commands.ts";
import { addSubnetProgram, type NetTools } from "./program.ts";

/** The tools of the commands for the LAN itself. */
interface LanTools extends NetTools, TraceTools {
  readonly services: () => Promise<Services>;
}

/** Adds the commands that switch the LAN and change it. */
export function addLanProgram(program: Command, command: Subcommand, tools: LanTools): void {
  const lan = program
    .command("lan")
    .description("the private LAN of this computer and its machines");
  const lanVerb = (verb: "down" | "status", description: string) =>
    command<{ allTraces?: boolean }>(lan, verb, description, async (voice, _none, options) => {
      const { network } = await tools.services();
      const wanted = verb === "status" ? null : verb;
      return options.allTraces === true
        ? tracesCommand(tools, network, voice)
        : lanCommand(network, voice, wanted);
    });
  command<{ withoutPassword?: boolean }>(
    lan,
    "up",
    "switch the LAN on; a small one becomes the whole one, with machines running",
    async (voice, _none, { withoutPassword }) =>
      lanCommand(
        (await tools.services()).network,
        voice,
        withoutPassword === true ? "upSmall" : "up",
      ),
  ).option(
    "--without-password",
    "switch on a small one, without root: this computer reaches machines by forwards and on-lan only",
  );
  lanVerb("down", "switch the LAN off, and undo everything that it changed").option(
    "--all-traces",
    "also undo everything that outlasts the LAN: rules in other firewalls, files, the Include for ssh",
  );
  lanVerb("status", "show whether the LAN is on");
  addSubnetProgram(lan, command, tools);
  command(
    lan,
    "addresses",
    "hand out addresses and names (DHCP, DNS), or leave both to the machines",
    async (voice, [kind]) =>
      changeCommand((await tools.services()).network, voice, {
        addressing: kind as "served" | "static",
      }),
  ).addArgument(
    new Argument("<kind>", "who assigns addresses and names").choices(["served", "static"]),
  );
  command(
    lan,
    "cables",
    "give machines fast cables from the next time that the LAN is switched on, or plugs of the switch alone",
    async (voice, [kind]) =>
      changeCommand((await tools.services()).network, voice, { cables: kind as Cables }),
  ).addArgument(
    new Argument("<kind>", "kind of the machines’ cables").choices(cablesSchema.options),
  );
}
