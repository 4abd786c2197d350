import type { Command } from "commander";
import type { NetPicture, PlacedMachine } from "../../contract/app/net-picture.ts";
import type { AppError, Result } from "../../contract/errors/app-error.ts";
import type { InventoryEntry } from "../../contract/lan/inventory.ts";
import type { Renumbering } from "../../contract/lan/renumber.ts";
import type { SwitchPort } from "../../core/lan/switch-ports.ts";
import { finish, say, sayJson, table, type Voice } from "../base/output.ts";
import type { Subcommand } from "../base/subcommand.ts";
import { wayOut } from "./commands.ts";

/** The tools of the commands for the LAN as a whole. */
export interface NetTools {
  readonly readNet: () => Promise<NetPicture>;
  /** Returns the switch's ports that are in use; null if no switch runs. */
  readonly readPorts: () => Promise<readonly SwitchPort[] | null>;
  /** Returns what keeps the LAN from working as chosen; empty if it is off. */
  readonly readProblems: () => Promise<readonly AppError[]>;
  readonly readInventory: () => Promise<Result<readonly InventoryEntry[]>>;
  readonly renumber: (subnet: string, isDry: boolean) => Promise<Result<Renumbering>>;
}

function cableWords({ words }: Voice, machine: PlacedMachine): string {
  const { net } = words;
  if (!machine.isPlugged) return net.pulled;
  const own = machine.tap === null ? "–" : net.fastCable(machine.tap);
  const port = machine.port === null ? own : net.port(machine.port);
  return [port, ...(machine.cable === undefined ? [] : words.weather.parts(machine.cable))].join(
    "; ",
  );
}

/** `virtray net`: prints how the LAN is wired. */
async function netCommand(tools: NetTools, voice: Voice): Promise<number> {
  const picture = await tools.readNet();
  if (voice.json) {
    sayJson(picture satisfies NetPicture);
    return 0;
  }
  const { cli, words } = voice;
  const { lan, host, machines, foreign, uplink } = picture;
  const { address, prefixLength, interface: name } = lan.settings;
  const bytes = (count: number | null) => (count === null ? "–" : words.ui.unit.size(count));
  say(cli.lanLine(cli.lan[lan.status], `${address}/${prefixLength}`, name));
  say(wayOut(cli, uplink.active, lan));
  if (host === null && machines.length + foreign.length === 0) return 0;
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
      ...foreign.map((plug) => [
        words.net.foreign(plug.description),
        plug.addresses.join(" ") || plug.macs.join(" ") || "–",
        words.net.port(plug.port),
        bytes(plug.receivedBytes),
        bytes(plug.sentBytes),
      ]),
    ]),
  );
  return 0;
}

/** `virtray net inventory` */
async function inventoryCommand(tools: NetTools, voice: Voice): Promise<number> {
  return finish(voice, await tools.readInventory(), (entries) => {
    if (voice.json) {
      sayJson(entries satisfies readonly InventoryEntry[]);
      return;
    }
    const { inventory } = voice.words.net;
    if (entries.length === 0) say(inventory.empty);
    else {
      say(
        table(
          entries.map((each) => [
            inventory.states[each.state],
            inventory.kinds[each.kind],
            each.what,
          ]),
        ),
      );
    }
  });
}

/** `virtray lan set --subnet …` */
async function setSubnetCommand(
  tools: NetTools,
  voice: Voice,
  subnet: string,
  isDry: boolean,
): Promise<number> {
  return finish(voice, await tools.renumber(subnet, isDry), (plan) => {
    if (voice.json) {
      sayJson(plan satisfies Renumbering);
      return;
    }
    const { renumber: words } = voice.words.net;
    const tell = plan.done ? words.done : words.planned;
    say(tell(plan.subnet, plan.hostAddress));
    if (plan.machines.length === 0) return;
    say(
      table(
        plan.machines.map(({ name, from, to, follows }) => [
          `  ${name}`,
          `${from} → ${to}`,
          words.follows[follows],
        ]),
      ),
    );
  });
}

/** Adds the change of the LAN's subnet below `lan`. */
export function addSubnetProgram(lan: Command, command: Subcommand, tools: NetTools): void {
  command<{ subnet: string; dryRun?: boolean }>(
    lan,
    "set",
    "move the LAN and its machines to another subnet",
    (voice, _none, { subnet, dryRun }) => setSubnetCommand(tools, voice, subnet, dryRun === true),
  )
    .requiredOption("--subnet <subnet>", "new subnet, such as 10.9.0.0/24; from /16 to /29")
    .option("--dry-run", "only show what would change");
}

/** Adds the commands about the LAN as a whole. */
export function addNetProgram(program: Command, command: Subcommand, tools: NetTools): void {
  const net = command(
    program,
    "net",
    "show how the LAN is wired, and the traffic of each cable",
    (voice) => netCommand(tools, voice),
  );
  command(
    net,
    "inventory",
    "list every rule, route, kernel setting, file and process of the LAN",
    (voice) => inventoryCommand(tools, voice),
    // Scripts may use the name of earlier versions.
  ).alias("ledger");
}
