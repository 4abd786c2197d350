import type { Command } from "commander";
import type { SettingsStore } from "../../adapters/store/settings-store.ts";
import type { MachinesService, Services } from "../../services/base/interfaces.ts";
import type { Subcommand } from "../base/subcommand.ts";
import {
  knownNetworksCommand,
  setMachineUplinkCommand,
  setUplinkCommand,
  uplinkCommand,
} from "./commands.ts";

/** The tools of the commands for uplinks. */
interface UplinkTools {
  readonly machines: () => MachinesService;
  readonly services: () => Promise<Services>;
  readonly settings: () => SettingsStore;
}

/** Adds the commands that show and choose uplinks. */
export function addUplinkProgram(program: Command, command: Subcommand, tools: UplinkTools): void {
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
            { choice: choice as string, order: order as string | undefined },
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
}
