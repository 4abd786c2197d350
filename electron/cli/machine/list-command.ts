import type { MachineJson } from "../../contract/app/cli.ts";
import { sortByName } from "../../contract/base/natural-order.ts";
import type { AppError } from "../../contract/errors/app-error.ts";
import { type MachineView, plugPidOf } from "../../contract/machine/machine.ts";
import { describeAirlock } from "../../contract/words/airlock-text.ts";
import { foreignPorts, type SwitchPort } from "../../core/lan/switch-ports.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import { type ComputerView, isStale, unheardSince } from "../../services/computer/list.ts";
import { agoText } from "../base/ago.ts";
import {
  complain,
  lineOf,
  note,
  say,
  sayJson,
  span,
  table,
  type Voice,
  voiceFor,
} from "../base/output.ts";
import { farRows } from "./far-rows.ts";
import { brokenJson, machineJson } from "./json.ts";

/** The sources of a list. */
export interface ListTools {
  readonly list: MachinesService["list"];
  readonly readPorts: () => Promise<readonly SwitchPort[] | null>;
  /** Reads what was last heard of other computers. */
  readonly listComputers: () => Promise<readonly ComputerView[]>;
  /** Has the computers asked again, for the next list. */
  readonly refreshLater: () => Promise<void>;
  /** Reads the problems of the LAN. */
  readonly readProblems: () => Promise<readonly AppError[]>;
}

/** `virtray list`; as JSON it loads words only for a machine that has something to tell. */
export async function listCommand(tools: ListTools, json: boolean): Promise<number> {
  const [{ machines: views, broken }, ports, computers] = await Promise.all([
    tools.list(),
    json ? null : tools.readPorts(),
    tools.listComputers(),
  ]);
  const isTelling = broken.length > 0 || views.some(hasSentence);
  const voice = json && !isTelling ? null : await voiceFor(json);
  const tell = voice === null ? () => "" : lineOf(voice);
  const now = Date.now();
  const rows = sortByName([
    ...views.map((view) => machineJson(tell, view, now)),
    ...broken.map((each) => brokenJson(tell, each)),
    ...farRows(computers),
  ]);
  if (computers.some((each) => isStale(each, now))) await tools.refreshLater();
  if (voice === null || json) {
    sayJson(rows);
    return 0;
  }
  if (rows.length === 0) say(voice.cli.noMachines);
  else {
    const isPulled = ({ definition }: MachineView) => definition.network.cablePulled === true;
    const pulled = new Set(views.filter(isPulled).map(({ id }) => id));
    tellTable(voice, rows, pulled, unheardAt(computers, now));
    for (const { name, definition } of views) {
      const { airlock } = definition.network;
      if (airlock !== undefined) say(`${name}: ${describeAirlock(voice.words, airlock, now)}`);
    }
  }
  // Other users' machines are not listed, because no command works on them. “virtray net” shows
  // more.
  const ownPids = new Set([
    ...views.flatMap((view) => plugPidOf(view) ?? []),
    ...computers.flatMap(({ cable }) => cable?.plug ?? []),
  ]);
  for (const { description } of foreignPorts(ports ?? [], ownPids)) {
    say(voice.words.net.foreign(description));
  }
  const isAnyOnLan = views.some(({ pid }) => pid !== null);
  for (const problem of isAnyOnLan ? await tools.readProblems() : []) complain(voice, problem);
  return 0;
}

/** Returns how long ago the computers that are not reached now answered, by their names, in ms. */
function unheardAt(
  computers: readonly ComputerView[],
  now: number,
): ReadonlyMap<string | null, number> {
  return new Map(
    computers.flatMap((each): [string, number][] => {
      const since = unheardSince(each, now);
      return since === null ? [] : [[each.name, now - since]];
    }),
  );
}

const hasSentence = ({ problem, accelerator }: MachineView) =>
  problem !== null || (accelerator?.reason ?? null) !== null;

/** Returns the words for what a machine does; one that runs tells how far its set-up is. */
export function statusText(
  { cli, words }: Voice,
  { status, problemCode, setup, setupStep, setupSeconds }: MachineJson,
): string {
  if (status === "paused" && problemCode === "machine-disk-full") return cli.pausedDiskFull;
  if (setup === null) return cli.status[status];
  const { setup: terms } = words.ui;
  return setupStep === null
    ? terms.stage[setup]
    : terms.settingUp(terms.step[setupStep], setupSeconds ?? 0);
}

/**
 * Tells whether a machine answers; if its cable is pulled (its id is in `pulled`), it tells that.
 */
function answers(
  { cli }: Voice,
  { id, reachable }: MachineJson,
  pulled: ReadonlySet<string>,
): string {
  if (pulled.has(id)) return cli.cablePulled;
  return reachable === null ? "–" : reachable ? cli.yes : cli.no;
}

function tellTable(
  voice: Voice,
  machines: readonly MachineJson[],
  pulled: ReadonlySet<string>,
  unheard: ReadonlyMap<string | null, number>,
): void {
  const { cli } = voice;
  const { columns } = cli;
  const isAnyFar = machines.some(({ computer }) => computer !== null);
  const far = (cell: string) => (isAnyFar ? [cell] : []);
  const age = ({ computer }: MachineJson) => {
    const ms = unheard.get(computer);
    return ms === undefined ? "" : ` (${agoText(cli, ms)})`;
  };
  say(
    table([
      [
        columns.name,
        ...far(cli.computer.columns.computer),
        columns.status,
        columns.address,
        columns.answers,
        columns.uptime,
        columns.processor,
      ],
      ...machines.map((machine) => [
        machine.name,
        ...far(machine.computer ?? "–"),
        `${statusText(voice, machine)}${age(machine)}`,
        machine.address ?? "–",
        answers(voice, machine, pulled),
        machine.uptimeSeconds === null ? "–" : span(machine.uptimeSeconds),
        machine.accelerator === null ? "–" : machine.accelerator === "kvm" ? "KVM" : cli.emulated,
      ]),
    ]),
  );
  for (const { name, problem } of machines) {
    if (problem !== null) note(`${name}: ${problem}`);
  }
}
