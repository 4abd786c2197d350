import type { Command } from "commander";
import type { SettingsStore } from "../../adapters/store/settings-store.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import type { Services } from "../../services/base/services.ts";
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
  const uplink = command(program, "uplink", "show the possible uplinks", async (voice) =>
    uplinkCommand((await tools.services()).network, voice),
  );
  command<{ machine?: string }>(
    uplink,
    "set <auto|none|interface|order> [interfaces]",
    "choose the uplink: automatic, none, one interface, or “order eth0,wlan0” (interface:auto for one that is named like another choice)",
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
  ).option("--machine <name>", "for this machine only (“default”: same as the LAN)");
  command<{ remember?: boolean; forget?: string }>(
    uplink,
    "places",
    "show the uplink of each place, which is used again when you return there",
    async (voice, _none, { remember, forget }) =>
      knownNetworksCommand((await tools.services()).network, tools.settings(), voice, {
        ...(remember === undefined ? {} : { memory: remember }),
        ...(forget === undefined ? {} : { forget }),
      }),
  )
    .option("--remember", "remember the uplink of each place")
    .option("--no-remember", "stop remembering; what is stored is kept")
    .option("--forget <place>", "forget the uplink of a place; “all”: of every place");
}
