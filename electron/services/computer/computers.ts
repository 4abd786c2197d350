import * as v from "valibot";
import { dropFarRecord, keepFarRecord, readFarRecord } from "../../adapters/computer/far-cache.ts";
import {
  type FarRequest,
  type FarTalk,
  type HearText,
  openFarTalk,
} from "../../adapters/computer/far-talk.ts";
import type { Paths } from "../../adapters/files/paths.ts";
import { packageOf } from "../../adapters/process/run-program.ts";
import type { SettingsStore } from "../../adapters/store/settings-store.ts";
import type { Language } from "../../contract/base/languages.ts";
import { type Computer, computerSchema, mostComputers } from "../../contract/computer/computer.ts";
import {
  exitCodeSchema,
  type FarMachine,
  type FarNeeds,
  farMachinesSchema,
  farNeedsSchema,
} from "../../contract/computer/serve.ts";
import { type AppError, appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { refuseInput } from "../../core/base/explain-issue.ts";
import { strange } from "../../core/computer/judge-far.ts";
import { type ComputerView, listComputers } from "./list.ts";

/** Other computers of the user's, over ssh. */
export interface ComputersService {
  list(): Promise<readonly ComputerView[]>;
  /** Adds a computer, whether it can be reached or not. */
  add(name: string, host: string): Promise<Result<void>>;
  remove(name: string): Promise<Result<void>>;
  /** Asks all computers for their machines, and keeps each answer or why there is none. */
  refreshAll(): Promise<void>;
  /** Returns what is missing there; empty if nothing is. */
  check(name: string): Promise<Result<readonly AppError[]>>;
  /** Runs our command there, and returns its exit code; what it writes is told in pieces. */
  run(
    name: string,
    words: readonly string[],
    language: Language,
    hear: HearText,
  ): Promise<Result<number>>;
}

export interface ComputersParts {
  readonly version: string;
  readonly paths: Paths;
  readonly settings: SettingsStore;
}

/** The time limit of an answer that takes no work, in seconds. */
const answerSeconds = 15;

/** Creates the use cases of other computers. Nothing is connected yet. */
export function createComputers(parts: ComputersParts): ComputersService {
  const { paths, settings } = parts;
  return {
    list: () => listComputers(parts),
    add: (name, host) => addComputer(settings, name, host),
    async remove(name) {
      const found = await find(settings, name);
      if (!found.ok) return found;
      const kept = await settings.change(({ computers }) => ({
        computers: computers.filter((each) => each.name !== name),
      }));
      if (kept.ok) await dropFarRecord(paths, name);
      return kept;
    },
    async refreshAll() {
      const { computers } = await settings.read();
      const refresh = ({ name }: Computer) =>
        conversing(parts, name, (talk, computer) => refreshBy(parts, talk, computer));
      await Promise.all(computers.map(refresh));
    },
    check: (name) =>
      conversing(parts, name, async (talk, computer) => {
        const needs = await asking(talk, computer, { ask: "needs" }, farNeedsSchema);
        if (!needs.ok) return needs;
        const machines = await refreshBy(parts, talk, computer);
        return machines.ok ? ok(lacks(name, needs.value)) : machines;
      }),
    run: (name, words, language, hear) =>
      conversing(parts, name, async (talk, computer) => {
        const request: FarRequest = { ask: "command", words: [...words], language };
        const code = await asking(talk, computer, request, exitCodeSchema, null, hear);
        // What it changed is shown at the next list.
        if (code.ok) await refreshBy(parts, talk, computer);
        return code;
      }),
  };
}

async function find(settings: SettingsStore, name: string): Promise<Result<Computer>> {
  const found = (await settings.read()).computers.find((each) => each.name === name);
  return found === undefined ? fail("computer-unknown", { name }) : ok(found);
}

async function addComputer(
  settings: SettingsStore,
  name: string,
  host: string,
): Promise<Result<void>> {
  const parsed = v.safeParse(computerSchema, { name, host });
  if (!parsed.success) return refuseInput(parsed, "computer");
  const { computers } = await settings.read();
  if (computers.some((each) => each.name === name)) return fail("computer-exists", { name });
  if (computers.length >= mostComputers) return fail("computers-too-many", { most: mostComputers });
  return settings.change((kept) => ({
    computers: [...kept.computers.filter((each) => each.name !== name), parsed.output],
  }));
}

/** Connects to a computer for some work; a failure to do so is kept for the lists. */
async function conversing<T>(
  parts: ComputersParts,
  name: string,
  work: (talk: FarTalk, computer: Computer) => Promise<Result<T>>,
): Promise<Result<T>> {
  const found = await find(parts.settings, name);
  if (!found.ok) return found;
  const talk = await openFarTalk(found.value, parts.version);
  if (!talk.ok) {
    await keepFailure(parts, name, talk.error);
    return talk;
  }
  try {
    return await work(talk.value, found.value);
  } finally {
    await talk.value.close();
  }
}

/** Asks, and parses the answer as a stranger's. */
async function asking<S extends v.GenericSchema>(
  talk: FarTalk,
  { name }: Computer,
  request: FarRequest,
  schema: S,
  seconds: number | null = answerSeconds,
  hear?: HearText,
): Promise<Result<v.InferOutput<S>>> {
  const answer = await talk.ask(request, seconds, hear);
  if (!answer.ok) return answer;
  const parsed = v.safeParse(schema, answer.value);
  return parsed.success
    ? ok(parsed.output)
    : { ok: false, error: strange(name, JSON.stringify(answer.value) ?? "") };
}

async function refreshBy(
  parts: ComputersParts,
  talk: FarTalk,
  computer: Computer,
): Promise<Result<readonly FarMachine[]>> {
  const { name } = computer;
  const machines = await asking(talk, computer, { ask: "machines" }, farMachinesSchema);
  if (machines.ok) {
    const now = Date.now();
    const record = { asked: now, answered: now, problem: null, machines: machines.value };
    await keepFarRecord(parts.paths, name, record);
  } else await keepFailure(parts, name, machines.error);
  return machines;
}

async function keepFailure(
  { paths }: ComputersParts,
  name: string,
  problem: AppError,
): Promise<void> {
  const before = await readFarRecord(paths, name);
  const known = { answered: before?.answered ?? null, machines: before?.machines ?? [] };
  await keepFarRecord(paths, name, { asked: Date.now(), problem, ...known });
}

/** Returns the errors of what is missing on a computer. */
function lacks(name: string, { missing, manager, kvm }: FarNeeds): readonly AppError[] {
  const programs = missing.join(", ");
  const packages = [...new Set(missing.map((each) => packageOf[each] ?? each))];
  // The packages have Debian's names, which other systems may not know.
  const command = manager === "apt-get" ? `sudo apt-get install ${packages.join(" ")}` : "";
  return [
    ...(missing.length === 0 ? [] : [appError("computer-needs", { name, programs, command })]),
    ...(kvm ? [] : [appError("computer-no-kvm", { name })]),
  ];
}
