import type { Command } from "commander";
import type { SettingsStore } from "../../adapters/store/settings-store.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import type { Services } from "../../services/base/services.ts";
import { duration } from "../base/read-number.ts";
import type { Subcommand } from "../base/subcommand.ts";
import { airlockLogCommand, allowCommand, missing, readAirlockWish } from "./airlock-commands.ts";
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
  command<{ machine?: string; only?: string; for?: number }>(
    uplink,
    "set <auto|none|interface|order> [interfaces]",
    "choose the uplink: automatic, none, one interface, or “order eth0,wlan0” (interface:auto for one that is named like another choice)",
    async (voice, [choice, order], { machine, only, for: forMs }) => {
      const airlock = readAirlockWish(only, forMs);
      if (airlock !== undefined && machine === undefined)
        throw missing("uplink set", "--machine <name>");
      return machine === undefined
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
            { choice: choice as string, order: order as string | undefined, airlock },
          );
    },
  )
    .option("--machine <name>", "for this machine only (“default”: same as the LAN)")
    .option(
      "--only <list>",
      "let the machine reach these names and addresses alone (the airlock), such as “pypi.org,github.com:443”; “all” ends it",
    )
    .option(
      "--for <time>",
      "only for so long, such as 10m; then the machine reaches nothing outside",
      duration,
    );
  command<{ once?: true; for?: number }>(
    uplink,
    "allow <machine> <destination>",
    "let a machine with an airlock reach one more name or address",
    (voice, [machine, to], options) =>
      allowCommand(tools.machines(), voice, [machine as string, to as string], options),
  )
    .option("--once", "for one connection, which begins within five minutes")
    .option("--for <time>", "only for so long, such as 1h", duration);
  command(
    uplink,
    "log <machine>",
    "show what the airlock of a machine let through and refused",
    (voice, [machine]) => airlockLogCommand(tools.machines(), voice, machine as string),
  );
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
