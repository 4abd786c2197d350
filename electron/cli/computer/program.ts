import type { Command } from "commander";
import { refreshCommand } from "../../adapters/computer/refresh-later.ts";
import type { ComputerJson } from "../../contract/app/cli.ts";
import type { ComputerLook } from "../../contract/computer/computer.ts";
import { type AppError, ok } from "../../contract/errors/app-error.ts";
import { typedErrorLine } from "../../contract/words/words.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import type { ComputersService } from "../../services/computer/computers.ts";
import { lookOf } from "../../services/computer/list.ts";
import { agoText } from "../base/ago.ts";
import {
  complain,
  errorJson,
  finish,
  note,
  say,
  sayJson,
  table,
  type Voice,
} from "../base/output.ts";
import type { Subcommand } from "../base/subcommand.ts";
import { moveCommand } from "./move-command.ts";
import { addMendProgram, addServeProgram, type ServeTools } from "./serve-program.ts";

/** The tools of these commands; each is made when a command first needs it. */
export interface ComputerTools extends ServeTools {
  readonly machines: () => MachinesService;
  readonly computers: () => Promise<ComputersService>;
}

/** Adds the commands for other computers of the user's. */
export function addComputerProgram(
  program: Command,
  command: Subcommand,
  tools: ComputerTools,
): void {
  const computer = program
    .command("computer")
    .description("other computers of yours, reached by your ssh, whose machines are shown here");
  command(computer, "list", "show the computers", async (voice) =>
    listCommand(await tools.computers(), voice),
  );
  command(
    computer,
    "add <name> <host>",
    "add a computer by the name that ssh knows it by: HOST or USER@HOST",
    async (voice, [name, host]) =>
      addCommand(await tools.computers(), voice, name as string, host as string),
  );
  command(
    computer,
    "remove <name>",
    "remove a computer; its machines stay there as they are",
    async (voice, [name]) => {
      const removed = await (await tools.computers()).remove(name as string);
      return finish(voice, removed, () => (voice.json ? sayJson({ name }) : undefined));
    },
  );
  for (const [verb, help, isJoined] of [
    ["join", "have a computer’s machines join the LAN of this one, by a cable through ssh", true],
    ["leave", "have a computer’s machines leave this LAN; they keep running", false],
  ] as const) {
    command(computer, `${verb} <name>`, help, async (voice, [name]) =>
      joinCommand(await tools.computers(), voice, name as string, isJoined),
    );
  }
  for (const [verb, help, isUplink] of [
    ["uplink <name>", "have a computer be an uplink, through which machines may leave", true],
    ["no-uplink <name>", "have a computer be an uplink no longer", false],
  ] as const) {
    command(computer, verb, help, async (voice, [name]) =>
      uplinkCommand(await tools.computers(), voice, name as string, isUplink),
    );
  }
  command(
    computer,
    "check <name>",
    "connect to a computer, and show what is missing there",
    async (voice, [name]) => checkCommand(await tools.computers(), voice, name as string),
  );
  command<{ to?: string; stop?: true }>(
    program,
    "move <name>",
    "move a machine to another computer, or from there to this one; it keeps running",
    async (voice, [name], { to, stop }) =>
      moveCommand(await tools.mover(), await tools.computers(), voice, {
        ...{ name: name as string, to: to ?? null, stop: stop === true },
        machines: tools.machines(),
      }),
  )
    .option("--to <computer>", "the computer to move it to (default: this one)")
    .option("--stop", "shut it down first if it is running, and start it again there");
  addMendProgram(program, tools);
  addServeProgram(program, tools);
  program
    .command(refreshCommand, { hidden: true })
    .description("ask all computers for their machines, for the next list")
    .action(async () => (await tools.computers()).refreshAll());
}

function computerJson(voice: Voice, look: ComputerLook): ComputerJson {
  const {
    name,
    host,
    isJoined,
    isPlugged,
    isUplink,
    viaName,
    leadsOut,
    machines,
    answered,
    problem,
  } = look;
  return {
    ...{ name, host, machines },
    joined: isJoined,
    plugged: isPlugged,
    uplink: isUplink ? { interface: viaName, works: leadsOut } : null,
    answeredAt: answered === null ? null : new Date(answered).toISOString(),
    problem: problem === null ? null : errorJson(voice, problem),
  };
}

/** `virtray computer list` */
async function listCommand(computers: ComputersService, voice: Voice): Promise<number> {
  const looks = (await computers.list()).map(lookOf);
  const { columns, none, never, plugged, lost } = voice.cli.computer;
  if (voice.json) sayJson(looks.map((each) => computerJson(voice, each)));
  else if (looks.length === 0) say(none);
  else {
    const now = Date.now();
    say(
      table([
        [voice.cli.columns.name, columns.host, columns.machines, columns.lan, columns.answered],
        ...looks.map(({ name, host, machines, isJoined, isPlugged, answered }) => [
          name,
          host,
          machines === null ? "–" : String(machines),
          !isJoined ? "–" : isPlugged ? plugged : lost,
          answered === null ? never : agoText(voice.cli, now - answered),
        ]),
      ]),
    );
    for (const { problem } of looks) {
      if (problem !== null) note(typedErrorLine(voice.words, problem));
    }
    for (const clash of await computers.clashes()) note(typedErrorLine(voice.words, clash));
  }
  return 0;
}

/** `virtray computer add NAME HOST`: it is added also if it cannot be reached now. */
async function addCommand(
  computers: ComputersService,
  voice: Voice,
  name: string,
  host: string,
): Promise<number> {
  const added = await computers.add(name, host);
  if (!added.ok) return finish(voice, added, () => {});
  const checked = await computers.check(name);
  const lacks = checked.ok ? checked.value : [checked.error];
  if (voice.json) sayJson({ name, host, problems: lacks.map((each) => errorJson(voice, each)) });
  else say(voice.cli.computer.added(name));
  tellLacks(voice, lacks);
  return 0;
}

/** How long `join` waits for the first news of the cable, in seconds. */
const joinSeconds = 15;

/** `virtray computer join|leave NAME` */
async function joinCommand(
  computers: ComputersService,
  voice: Voice,
  name: string,
  isJoined: boolean,
): Promise<number> {
  const begun = Date.now();
  const set = await computers.setJoined(name, isJoined);
  if (!set.ok) return finish(voice, set, () => {});
  const cable = await computers.awaitCable(name, "cable", isJoined, begun, joinSeconds);
  const problem = cable?.problem ?? null;
  return finish(voice, problem === null ? ok(cable) : { ok: false, error: problem }, () => {
    const { joined, joinsLater, left } = voice.cli.computer;
    const text = isJoined ? (cable === null ? joinsLater : joined) : left;
    if (voice.json) sayJson({ name, joined: isJoined, plugged: cable !== null });
    else say(text(name));
  });
}

/** `virtray computer uplink|no-uplink NAME` */
async function uplinkCommand(
  computers: ComputersService,
  voice: Voice,
  name: string,
  isUplink: boolean,
): Promise<number> {
  const begun = Date.now();
  const set = await computers.setUplink(name, isUplink);
  if (!set.ok) return finish(voice, set, () => {});
  const way = (await computers.list()).find((each) => each.name === name)?.viaName ?? "";
  const cable = await computers.awaitCable(name, "via", isUplink, begun, joinSeconds);
  const problem = cable?.problem ?? null;
  return finish(voice, problem === null ? ok(cable) : { ok: false, error: problem }, () => {
    const { leadsOut, leadsLater, leadsNot } = voice.cli.computer;
    const text = isUplink ? (cable === null ? leadsLater : leadsOut) : leadsNot;
    if (voice.json)
      sayJson({ name, uplink: isUplink ? { interface: way, works: cable !== null } : null });
    else say(text(name, way));
  });
}

/** `virtray computer check NAME` */
async function checkCommand(
  computers: ComputersService,
  voice: Voice,
  name: string,
): Promise<number> {
  const checked = await computers.check(name);
  return finish(voice, checked, (lacks) => {
    if (voice.json) sayJson({ name, problems: lacks.map((each) => errorJson(voice, each)) });
    else if (lacks.length === 0) say(voice.cli.computer.fine(name));
    tellLacks(voice, lacks);
  });
}

function tellLacks(voice: Voice, lacks: readonly AppError[]): void {
  if (!voice.json) for (const each of lacks) complain(voice, each);
}
