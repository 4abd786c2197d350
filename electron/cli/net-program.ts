import type { Command } from "commander";
import type { NetPicture, PlacedMachine } from "../contract/net-picture.ts";
import { say, sayJson, table, type Voice } from "./output.ts";
import type { Subcommand } from "./program.ts";

/** What the commands about the LAN as a whole work with. */
export interface NetTools {
  readonly readNet: () => Promise<NetPicture>;
}

function cableWords({ words }: Voice, machine: PlacedMachine): string {
  const { net } = words;
  if (!machine.isPlugged) return net.pulled;
  return machine.port === null ? "–" : net.port(machine.port);
}

/** `virtray net`: how the LAN is wired. */
async function netCommand(tools: NetTools, voice: Voice): Promise<number> {
  const picture = await tools.readNet();
  if (voice.json) {
    sayJson(picture satisfies NetPicture);
    return 0;
  }
  const { cli, words } = voice;
  const { lan, host, machines, uplink } = picture;
  const { address, prefixLength, interface: name } = lan.settings;
  const bytes = (count: number | null) => (count === null ? "–" : words.ui.unit.size(count));
  say(cli.lanLine(cli.lan[lan.status], `${address}/${prefixLength}`, name));
  say(uplink.active === null ? cli.uplink.nothing : cli.uplink.active(uplink.active));
  const { columns } = words.net;
  say(
    table([
      [columns.name, columns.address, columns.cable, columns.received, columns.sent],
      ...(host === null
        ? []
        : [
            [
              words.net.host,
              address,
              words.net.port(host.port),
              bytes(host.receivedBytes),
              bytes(host.sentBytes),
            ],
          ]),
      ...machines.map((machine) => [
        machine.name,
        machine.address,
        cableWords(voice, machine),
        bytes(machine.receivedBytes),
        bytes(machine.sentBytes),
      ]),
    ]),
  );
  return 0;
}

/** Adds the commands about the LAN as a whole. */
export function addNetProgram(program: Command, command: Subcommand, tools: NetTools): void {
  command(program, "net", "show how the LAN is wired, and what went over each cable", (voice) =>
    netCommand(tools, voice),
  );
}
