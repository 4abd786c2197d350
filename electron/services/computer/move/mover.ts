import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { readFarRecord } from "../../../adapters/computer/far-cache.ts";
import { type FarMove, openFarMove } from "../../../adapters/computer/far-move.ts";
import { openFarTalk } from "../../../adapters/computer/far-talk.ts";
import type { SettingsStore } from "../../../adapters/store/settings-store.ts";
import type { Language } from "../../../contract/base/languages.ts";
import type { Computer } from "../../../contract/computer/computer.ts";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import { isAlive } from "../../../contract/machine/machine-actions.ts";
import { makeVisible } from "../../../core/base/visible-text.ts";
import type { FollowOptions } from "../../base/interfaces.ts";
import {
  findMachine,
  type MachinesParts,
  observeMachine,
  requireStaying,
} from "../../registry/parts.ts";
import type { ComputersService } from "../computers.ts";
import { type CutMove, mendMove } from "./mend.ts";
import { type Received, receiveMachine } from "./receive.ts";
import { type Sent, sendMachine } from "./send.ts";
import { settleMoves } from "./settle.ts";
import { type Power, stopForMove } from "./stop-first.ts";

/** Moves machines, running or not, between this computer and others. */
export interface Mover {
  /** Moves a machine of this computer, by its ID, to another one. */
  send(id: string, computer: string, options?: MoverOptions): Promise<Result<Sent>>;
  /** Moves a machine of another computer, by its ID there, to this one. */
  fetch(computer: string, id: string, options?: MoverOptions): Promise<Result<Received>>;
  /** Puts things right after a move of a running machine whose process was killed. */
  mend(cut: CutMove): Promise<Result<void>>;
}

/** How a machine is moved. */
export interface MoverOptions extends FollowOptions {
  /** One that is running is shut down for the move, and started again there. */
  readonly stopFirst?: boolean;
}

export interface MoverParts {
  readonly version: string;
  readonly settings: Pick<SettingsStore, "read">;
  readonly machines: MachinesParts;
  readonly language: () => Language;
  /** Has the lists show what is on a computer now. */
  readonly refresh: (computer: string) => Promise<Result<void>>;
  /** Ends and starts machines of this computer. */
  readonly power: Power;
  /** Runs our command on another computer; what that writes is told in pieces. */
  readonly run: ComputersService["run"];
}

/** Creates the use cases; nothing is connected yet. */
export function createMover(parts: MoverParts): Mover {
  const { machines, power } = parts;
  const mover: Mover = {
    async send(id, name, { stopFirst = false, ...options } = {}) {
      if (stopFirst && (await isRunningHere(machines, id))) {
        const move = () => mover.send(id, name, options);
        return stopForMove(id, power, powerThere(parts, name), move);
      }
      const token = randomBytes(16).toString("hex");
      const sent = await moving(
        parts,
        name,
        { send: null, signal: options.signal },
        (channel, isJoined) =>
          sendMachine(machines, channel, id, {
            ...{ ...options, token, isJoined, computer: name },
            meet: () => parts.refresh(name),
          }),
      );
      if (!sent.ok && sent.error.code === "cancelled") await abandon(parts, name, id, token);
      return sent.ok || sent.error.code !== "machine-leaving"
        ? sent
        : whereNow(parts, id, name, sent.error.params.name, sent);
    },
    async fetch(name, id, { stopFirst = false, ...options } = {}) {
      if (stopFirst) {
        const running = await isRunningThere(parts, name, id);
        if (!running.ok) return running;
        const move = () => mover.fetch(name, id, options);
        if (running.value) return stopForMove(id, powerThere(parts, name), power, move);
      }
      const came = await moving(
        parts,
        name,
        { send: id, signal: options.signal },
        (channel, isJoined) =>
          receiveMachine(machines, channel, { ...options, isJoined, computer: name }),
      );
      // The other side may have heard nothing of the end, and would keep its machine as undecided.
      await settleAlone(parts, name);
      return came;
    },
    async mend(cut) {
      const mended = await mendMove(machines, cut, () => settleAlone(parts, cut.computer ?? ""));
      if (cut.computer !== null) await parts.refresh(cut.computer);
      return mended;
    },
  };
  return mover;
}

async function isRunningHere({ paths }: MachinesParts, id: string): Promise<boolean> {
  const observed = await observeMachine(paths, id);
  return observed.ok && observed.value.facts.process !== null;
}

async function isRunningThere(
  { machines, refresh }: MoverParts,
  name: string,
  id: string,
): Promise<Result<boolean>> {
  const refreshed = await refresh(name);
  if (!refreshed.ok) return refreshed;
  const there = (await readFarRecord(machines.paths, name))?.machines.find(
    (each) => each.id === id,
  );
  return ok(there !== undefined && isAlive(there.status));
}

/** Ends and starts machines of another computer, by our command there. */
function powerThere({ run, language }: MoverParts, name: string): Power {
  const command = async (verb: string, id: string): Promise<Result<void>> => {
    let said = "";
    const code = await run(name, [verb, id], language(), (to, text) => {
      if (to === "stderr" && said.length < mostSaid) said += text;
    });
    if (!code.ok) return code;
    return code.value === 0 ? ok(undefined) : refusedThere(name, said.trim());
  };
  return { stop: (id) => command("stop", id), start: (id) => command("start", id) };
}

/** Returns the error of another computer, with its sentence as a stranger's words. */
function refusedThere(name: string, said: string): Result<never> {
  return fail("computer-refused", { name, said: makeVisible(said.slice(0, mostSaid)) });
}

/** Has the other side drop what has come: the connection of the move may be too slow to say so. */
async function abandon(
  parts: MoverParts,
  name: string,
  machine: string,
  token: string,
): Promise<void> {
  const computer = (await parts.settings.read()).computers.find((each) => each.name === name);
  const talk = computer === undefined ? null : await openFarTalk(computer, parts.version);
  if (talk === null || !talk.ok) return;
  await talk.value.ask({ ask: "arrived", machine, token }, abandonSeconds);
  await talk.value.close();
}

/** The time limit for that, in seconds. */
const abandonSeconds = 10;

/** The pauses between two questions where a machine is, in ms: a link that was cut may heal soon. */
const askPauses = [0, 1000, 3000, 6000] as const;

/** Tells where a machine is whose move was cut at the last moment, if that can be settled now. */
async function whereNow(
  parts: MoverParts,
  id: string,
  computer: string,
  name: string,
  undecided: Result<never>,
): Promise<Result<Sent>> {
  const { paths } = parts.machines;
  for (const pause of askPauses) {
    await delay(pause);
    await settleAlone(parts, computer);
    const found = await findMachine(paths, id);
    if (!found.ok) return ok({ name, kept: [], left: { cdrom: null, shares: [] }, bytes: 0 });
    const stays = await requireStaying(paths, found.value.machine);
    if (stays.ok) return fail("computer-lost", { name: computer });
  }
  return undecided;
}

/** The most characters of a sentence from there. */
const mostSaid = 300;

/** Connects to a computer for one move, after what earlier ones have left open is settled. */
async function moving<T>(
  parts: MoverParts,
  name: string,
  { send, signal }: { readonly send: string | null } & Pick<FollowOptions, "signal">,
  work: (channel: FarMove, isJoined: boolean) => Promise<Result<T>>,
): Promise<Result<T>> {
  const computer = (await parts.settings.read()).computers.find((each) => each.name === name);
  if (computer === undefined) return fail("computer-unknown", { name });
  const settled = await settleWith(parts, computer);
  if (!settled.ok) return settled;
  const opened = await openFarMove(computer, parts.version, parts.language(), send);
  if (!opened.ok) return opened;
  if (signal?.aborted === true) {
    opened.value.end();
    return fail("cancelled", {});
  }
  try {
    const done = await work(opened.value, computer.isJoined);
    if (done.ok || done.error.code !== "computer-refused") return done;
    return refusedThere(name, done.error.params.said);
  } finally {
    opened.value.close();
    await parts.refresh(name);
  }
}

async function settleAlone(parts: MoverParts, name: string): Promise<Result<void>> {
  const computer = (await parts.settings.read()).computers.find((each) => each.name === name);
  return computer === undefined ? fail("computer-unknown", { name }) : settleWith(parts, computer);
}

async function settleWith(parts: MoverParts, computer: Computer): Promise<Result<void>> {
  const talk = await openFarTalk(computer, parts.version);
  if (!talk.ok) return talk;
  const settled = await settleMoves(parts.machines, talk.value, computer);
  await talk.value.close();
  return settled.ok ? ok(undefined) : settled;
}
