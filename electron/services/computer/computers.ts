import { setTimeout as delay } from "node:timers/promises";
import * as v from "valibot";
import {
  type CableKind,
  type CableRecord,
  readCableRecord,
} from "../../adapters/computer/cable-record.ts";
import { dropFarRecord, keepFarRecord, readFarRecord } from "../../adapters/computer/far-cache.ts";
import {
  type FarRequest,
  type FarTalk,
  type HearText,
  openFarTalk,
} from "../../adapters/computer/far-talk.ts";
import type { Paths } from "../../adapters/files/paths.ts";
import { packageOf } from "../../adapters/process/run-program.ts";
import { readMachines } from "../../adapters/store/machine-store.ts";
import type { SettingsStore } from "../../adapters/store/settings-store.ts";
import { findSupervisor } from "../../adapters/supervisor/lock.ts";
import { stirSupervisor } from "../../adapters/supervisor/stir.ts";
import type { VdeSwitch } from "../../adapters/switch/vde-switch.ts";
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
import { joinMachines } from "../../core/computer/lan-machines.ts";
import { asking } from "./asking.ts";
import { type ComputerView, joinedOf, listComputers } from "./list.ts";

/** Other computers of the user's, over ssh. */
export interface ComputersService {
  list(): Promise<readonly ComputerView[]>;
  /** Adds a computer, whether it can be reached or not. */
  add(name: string, host: string): Promise<Result<void>>;
  remove(name: string): Promise<Result<void>>;
  /** Asks all computers for their machines, and keeps each answer or the reason of its absence. */
  refreshAll(): Promise<void>;
  /** Asks one of them. */
  refresh(name: string): Promise<Result<void>>;
  /** Has a computer's machines join this computer's LAN, or leave it. */
  setJoined(name: string, isJoined: boolean): Promise<Result<void>>;
  /** Has a computer be an uplink through which machines may leave, or not. */
  setUplink(name: string, isUplink: boolean): Promise<Result<void>>;
  /** Returns what is missing there; empty if nothing is. */
  check(name: string): Promise<Result<readonly AppError[]>>;
  /**
   * Waits for news of a cable since a time (ms since the epoch), or until it is gone; null if there is
   * none, or none came in time: without the LAN, nobody plugs it in.
   */
  awaitCable(
    name: string,
    kind: CableKind,
    isWanted: boolean,
    since: number,
    seconds: number,
  ): Promise<CableRecord | null>;
  /** Returns the machines that the LAN does not serve because of others. */
  clashes(): Promise<readonly AppError[]>;
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
  readonly vdeSwitch: Pick<VdeSwitch, "wasStarted">;
  /** Finds out where machines are whose moves between both computers were cut. */
  readonly settle: (talk: FarTalk, computer: Computer) => Promise<unknown>;
  /** Has the LAN know the machines that are in it now. */
  readonly tellLan: () => Promise<void>;
}

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
      if (!kept.ok) return kept;
      await dropFarRecord(paths, name);
      await changed(parts);
      return kept;
    },
    async refreshAll() {
      const { computers } = await settings.read();
      const refresh = ({ name }: Computer) =>
        conversing(parts, name, (talk, computer) => refreshBy(parts, talk, computer));
      await Promise.all(computers.map(refresh));
    },
    refresh: (name) =>
      conversing(parts, name, async (talk, computer) => {
        const machines = await refreshBy(parts, talk, computer);
        return machines.ok ? ok(undefined) : machines;
      }),
    setJoined: (name, isJoined) => change(parts, name, { isJoined }),
    setUplink: (name, isUplink) => change(parts, name, { isUplink }),
    check: (name) =>
      conversing(parts, name, async (talk, computer) => {
        const needs = await asking(talk, computer, { ask: "needs" }, farNeedsSchema);
        if (!needs.ok) return needs;
        const machines = await refreshBy(parts, talk, computer);
        return machines.ok ? ok(lacks(computer, needs.value)) : machines;
      }),
    awaitCable: (name, kind, isWanted, since, seconds) =>
      awaitCable(parts, { name, kind, isWanted }, since, seconds),
    async clashes() {
      const own = await readMachines(paths.machines);
      const joined = joinedOf(await listComputers(parts));
      const { clashes } = joinMachines(own.ok ? own.value.machines : [], joined);
      return clashes.map(({ computer: name, machine, address }) =>
        appError("computer-clash", { name, machine, address }),
      );
    },
    run: (name, words, language, hear) =>
      conversing(parts, name, async (talk, computer) => {
        const request: FarRequest = { ask: "command", words: [...words], language };
        const code = await asking(talk, computer, request, exitCodeSchema, null, hear);
        // The next list shows the change.
        if (code.ok) await refreshBy(parts, talk, computer);
        return code;
      }),
  };
}

async function awaitCable(
  { paths, vdeSwitch }: ComputersParts,
  {
    name,
    kind,
    isWanted,
  }: { readonly name: string; readonly kind: CableKind; readonly isWanted: boolean },
  since: number,
  seconds: number,
): Promise<CableRecord | null> {
  // A LAN that was just switched on gets its supervisor a moment later.
  if (!(await vdeSwitch.wasStarted()) && (await findSupervisor(paths)) === null) return null;
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const cable = await readCableRecord(paths, kind, name);
    const isNew = cable !== null && cable.since >= since;
    if (isWanted ? isNew : cable === null) return cable;
    if (Date.now() > deadline) return null;
    await delay(50);
  }
}

/** Changes what a computer is for this one. */
async function change(
  parts: ComputersParts,
  name: string,
  change: Partial<Pick<Computer, "isJoined" | "isUplink">>,
): Promise<Result<void>> {
  const found = await find(parts.settings, name);
  if (!found.ok) return found;
  const kept = await parts.settings.change(({ computers }) => ({
    computers: computers.map((each) => (each.name === name ? { ...each, ...change } : each)),
  }));
  if (kept.ok) await changed(parts);
  return kept;
}

/** Has LAN and supervisor know what other computers are for it now. */
async function changed({ paths, tellLan }: ComputersParts): Promise<void> {
  await tellLan();
  stirSupervisor(paths);
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
    if (computer.isJoined) await parts.tellLan();
    await parts.settle(talk, computer);
  } else await keepFailure(parts, name, machines.error);
  return machines;
}

/** Keeps the reason why a computer did not answer, beside what it told before. */
export async function keepFailure(
  { paths }: Pick<ComputersParts, "paths">,
  name: string,
  problem: AppError,
): Promise<void> {
  const before = await readFarRecord(paths, name);
  const known = { answered: before?.answered ?? null, machines: before?.machines ?? [] };
  await keepFarRecord(paths, name, { asked: Date.now(), problem, ...known });
}

/** Arch's packages, where their names differ from Debian's. */
const archPackages: Readonly<Record<string, string>> = { "qemu-img": "qemu-img" };

/** Returns the command that installs programs, with the package manager that is there. */
function installCommand(
  manager: NonNullable<FarNeeds["manager"]>,
  missing: FarNeeds["missing"],
): string {
  const unique = (names: readonly string[]) => [...new Set(names)].join(" ");
  const packages = missing.map((each) => packageOf[each] ?? each);
  switch (manager) {
    case "apt-get":
      return `sudo apt-get install ${unique(packages)}`;
    case "dnf":
      // It finds packages by their files.
      return `sudo dnf install ${unique(missing.map((each) => `/usr/bin/${each}`))}`;
    case "pacman":
      return `sudo pacman -S ${unique(missing.map((each, index) => archPackages[each] ?? packages[index] ?? each))}`;
  }
}

/** Returns the errors of what is missing on a computer. */
function lacks(
  { name, isUplink }: Computer,
  { missing, manager, kvm, router }: FarNeeds,
): readonly AppError[] {
  const programs = missing.join(", ");
  const command = manager === null ? "" : installCommand(manager, missing);
  return [
    ...(missing.length === 0 ? [] : [appError("computer-needs", { name, programs, command })]),
    ...(kvm ? [] : [appError("computer-no-kvm", { name })]),
    ...(router || !isUplink ? [] : [appError("computer-no-router", { name })]),
  ];
}
