import type { AirlockLogJson } from "../../contract/app/cli.ts";
import { appError, type Result } from "../../contract/errors/app-error.ts";
import {
  type Airlock,
  type AirlockEntry,
  type AirlockLog,
  type AirlockTrace,
  isOver,
  onceMs,
  spellEntry,
} from "../../contract/lan/airlock.ts";
import type { MachineView } from "../../contract/machine/machine.ts";
import { describeAirlock } from "../../contract/words/airlock-text.ts";
import { readEntries, readEntry } from "../../core/lan/airlock-text.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import { finish, lineOf, say, sayJson, table, type Voice } from "../base/output.ts";
import { UsageFault } from "../base/usage-fault.ts";
import { findByName } from "../machine/commands.ts";
import { machineJson } from "../machine/json.ts";

/** Reads the list of an airlock and its time; null for “all”, undefined if neither is given. */
export function readAirlockWish(
  only: string | undefined,
  forMs: number | undefined,
): Airlock | null | undefined {
  if (only === undefined) {
    if (forMs === undefined) return undefined;
    throw missing("uplink set", "--only <list>");
  }
  if (only === "all") return null;
  const entries = readEntries(only);
  if ("wrong" in entries) {
    throw new UsageFault(appError("airlock-entry-invalid", { text: entries.wrong }));
  }
  const list = [...entries];
  return forMs === undefined ? { only: list } : { only: list, until: Date.now() + forMs };
}

/** Returns the fault of an option that is of no use without another one. */
export function missing(command: string, option: string): UsageFault {
  const of = `virtray ${command}`;
  return new UsageFault(
    appError("usage-invalid", { usage: "option-missing", of, name: option, suggested: "" }),
  );
}

function tell(voice: Voice, machine: MachineView): void {
  const { airlock } = machine.definition.network;
  if (voice.json) sayJson(machineJson(lineOf(voice), machine, Date.now()));
  else if (airlock !== undefined) {
    say(`${machine.name}: ${describeAirlock(voice.words, airlock, Date.now())}`);
  }
}

/** `virtray uplink allow NAME DESTINATION [--once|--for TIME]` */
export async function allowCommand(
  machines: MachinesService,
  voice: Voice,
  [name, text]: readonly [string, string],
  options: { readonly once?: true; readonly for?: number },
): Promise<number> {
  const read = readEntry(text);
  if (read === null) throw new UsageFault(appError("airlock-entry-invalid", { text }));
  const forMs = options.for ?? (options.once === true ? onceMs : null);
  const entry: AirlockEntry = {
    ...read,
    ...(forMs === null ? {} : { until: Date.now() + forMs }),
    ...(options.once === true ? { once: true } : {}),
  };
  const found = await findByName(machines, name);
  const allowed = found.ok ? await machines.allow(found.value.id, entry) : found;
  const shown = allowed.ok ? await findByName(machines, name) : allowed;
  return finish(voice, shown, (machine) => tell(voice, machine));
}

/** Returns a destination as people read it: the name on the list first, if one led there. */
function whereOf({ name, address, protocol, port }: AirlockTrace): string {
  const to = name === null ? address : `${name} (${address})`;
  return port === null ? `${to} ${protocol}` : `${to} ${protocol} ${port}`;
}

function tellLog({ words, json }: Voice, airlock: Airlock, log: AirlockLog | null): void {
  if (json) {
    const { reached, refused, names } = log ?? { reached: [], refused: [], names: [] };
    const only = airlock.only.map(spellEntry);
    const until = airlock.until === undefined ? null : new Date(airlock.until).toISOString();
    const is = { only, until, over: isOver(airlock, Date.now()) };
    sayJson({ ...is, reached, refused, names } satisfies AirlockLogJson);
    return;
  }
  const { log: terms } = words.airlock;
  say(describeAirlock(words, airlock, Date.now()));
  const { columns, count } = terms;
  if (log === null) {
    say(terms.off);
    return;
  }
  const rows = [
    ...log.reached.map((each) => [terms.reached, whereOf(each), count(each.count)]),
    ...log.refused.map((each) => [terms.refused, whereOf(each), count(each.count)]),
    ...log.names.map((each) => [terms.nameRefused, each.name, count(each.count)]),
  ];
  if (rows.length === 0) say(terms.nothing);
  else say(table([[columns.what, columns.where, columns.count], ...rows]));
}

/** `virtray uplink log NAME` */
export async function airlockLogCommand(
  machines: MachinesService,
  voice: Voice,
  name: string,
): Promise<number> {
  const found = await findByName(machines, name);
  if (!found.ok) return finish(voice, found, () => {});
  const read: Result<AirlockLog | null> = await machines.airlockLog(found.value.id);
  const { airlock } = found.value.definition.network;
  return finish(voice, read, (log) => {
    if (airlock !== undefined) tellLog(voice, airlock, log);
  });
}
