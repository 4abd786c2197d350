import type { Command } from "commander";
import { refreshCommand } from "../../adapters/computer/refresh-later.ts";
import type { ComputerJson } from "../../contract/app/cli.ts";
import { cableKey } from "../../contract/computer/cable.ts";
import type { ComputerLook } from "../../contract/computer/computer.ts";
import { type AppError, appError, ok } from "../../contract/errors/app-error.ts";
import { typedErrorLine } from "../../contract/words/words.ts";
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
import { UsageFault } from "../base/usage-fault.ts";

/** The tools of these commands; each is made when a command first needs it. */
export interface ComputerTools {
  readonly computers: () => Promise<ComputersService>;
  /**
   * Answers another computer on the standard streams until that goes, or carries its cable, by a key of
   * that.
   */
  readonly serve: (cable: string | null) => Promise<void>;
}

const noKey = { field: "--cable", wrong: "other", text: "", limit: "" } as const;

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
  command(
    computer,
    "check <name>",
    "connect to a computer, and show what is missing there",
    async (voice, [name]) => checkCommand(await tools.computers(), voice, name as string),
  );
  program
    .command("serve", { hidden: true })
    .description("answer another computer, which starts this by ssh")
    .option("--cable <key>", "carry a cable of the LAN there")
    .action(({ cable }: { readonly cable?: string }) => {
      const isKey = cable !== undefined && cableKey.test(cable);
      if (cable !== undefined && !isKey) throw new UsageFault(appError("input-invalid", noKey));
      return tools.serve(isKey ? cable : null);
    });
  program
    .command(refreshCommand, { hidden: true })
    .description("ask all computers for their machines, for the next list")
    .action(async () => (await tools.computers()).refreshAll());
}

function computerJson(voice: Voice, look: ComputerLook): ComputerJson {
  const { name, host, isJoined, isPlugged, machines, answered, problem } = look;
  return {
    ...{ name, host, machines },
    joined: isJoined,
    plugged: isPlugged,
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
  const cable = await computers.awaitCable(name, isJoined, begun, joinSeconds);
  const problem = cable?.problem ?? null;
  return finish(voice, problem === null ? ok(cable) : { ok: false, error: problem }, () => {
    const { joined, joinsLater, left } = voice.cli.computer;
    const text = isJoined ? (cable === null ? joinsLater : joined) : left;
    if (voice.json) sayJson({ name, joined: isJoined, plugged: cable !== null });
    else say(text(name));
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
