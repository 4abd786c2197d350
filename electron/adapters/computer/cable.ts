import { type ChildProcess, spawn } from "node:child_process";
import { writeSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { beatMs, type CableAnswer, cableGreetingSchema } from "../../contract/computer/cable.ts";
import type { Computer } from "../../contract/computer/computer.ts";
import { type AppError, appError } from "../../contract/errors/app-error.ts";
import { cableBeat } from "../../core/computer/cable-beat.ts";
import { explainEnd, judgeGreeting } from "../../core/computer/judge-far.ts";
import { sshWords } from "../../core/computer/ssh-words.ts";
import { createLineCutter } from "../../system/line-cutter.ts";
import { closeEnds, makePipe, type Pipe } from "./pipe.ts";

/** A cable from a switch here to another computer, while it lasts. */
export interface Cable {
  /** Resolves with why it has ended; null if it was unplugged here. */
  readonly ended: Promise<AppError | null>;
  unplug(): void;
}

/** Where a cable begins, and what it is for there. */
export interface CableEnd {
  /** The folder for its pipes while they are made, and their name there. */
  readonly runtime: string;
  readonly label: string;
  /** The command that takes it there. */
  readonly command: string;
  readonly version: string;
  /**
   * Makes the switch here once the other side is ready, and returns its folder; null: it could not be
   * made. It may be asked when the cable is over already, and has to end with `close`.
   */
  readonly open: () => Promise<string | null>;
  readonly close: () => void;
}

/** ssh's messages are kept to this length, in bytes, and read line by line. */
const mostStderr = 16_384;
/** The time in ms from the start of ssh until the cable is plugged in there. */
const plugMs = 20_000;

/**
 * Plugs a cable in: frames go from our vde_plug through ssh to one there, and back, without passing this
 * process. All of it ends with this process. `plugged` is told the process of our end.
 */
export async function plugCable(
  computer: Computer,
  end: CableEnd,
  plugged: (pid: number) => void,
): Promise<Cable | null> {
  const up = await makePipe(join(end.runtime, `${end.label}.up`));
  const down = await makePipe(join(end.runtime, `${end.label}.down`));
  if (up === null || down === null) {
    for (const pipe of [up, down]) if (pipe !== null) closeEnds(Object.values(pipe));
    return null;
  }
  const words = sshWords(computer.host, end.command);
  const ssh = tied("ssh", words, [up.reads, down.writes, "pipe"]);
  closeEnds([up.reads, down.writes, down.ours]);
  return follow(computer, end, { ssh, up, down }, plugged);
}

/** Starts a program that ends with this one. */
function tied(
  program: string,
  words: readonly string[],
  stdio: [number, number, "pipe" | "ignore"],
): ChildProcess {
  const args = ["--pdeathsig", "KILL", program, ...words];
  return spawn("setpriv", args, { stdio, detached: true });
}

interface Ends {
  readonly ssh: ChildProcess;
  readonly up: Pipe;
  readonly down: Pipe;
}

function follow(
  computer: Computer,
  { open, close, version }: CableEnd,
  { ssh, up, down }: Ends,
  plugged: (pid: number) => void,
): Cable {
  const { name } = computer;
  let plug: ChildProcess | null = null;
  let isOver = false;
  let isOpened = false;
  let beat: NodeJS.Timeout | null = null;
  let stderr = "";
  let over: (why: AppError | null) => void = () => {};
  const ended = new Promise<AppError | null>((resolve) => {
    over = resolve;
  });
  const timer = setTimeout(
    () => finish(appError("computer-silent", { name, seconds: plugMs / 1000 })),
    plugMs,
  );

  function finish(why: AppError | null): void {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    if (beat !== null) clearInterval(beat);
    for (const child of [ssh, plug]) if (child !== null) endGroup(child);
    closeEnds(plug === null ? [up.writes, up.ours, down.reads] : [up.ours]);
    close();
    over(why);
  }

  function take(line: string): void {
    if (isOver || isOpened) return;
    stderr += `${line}\n`;
    const answer = readAnswer(line);
    // Other lines are ssh's own.
    if (answer === null) return;
    const refused = judgeGreeting(name, line, version) ?? refusalOf(name, answer);
    if (refused !== null) {
      finish(refused);
      return;
    }
    clearTimeout(timer);
    isOpened = true;
    void plugIn();
  }

  async function plugIn(): Promise<void> {
    const socketFolder = await open();
    // Its end has passed meanwhile.
    if (isOver) close();
    if (isOver) return;
    if (socketFolder === null) {
      finish(appError("computer-cable-lost", { name }));
      return;
    }
    plug = tied("vde_plug", [socketFolder], [down.reads, up.writes, "ignore"]);
    closeEnds([down.reads, up.writes]);
    plug.once("error", () => finish(appError("computer-cable-lost", { name })));
    plug.once("exit", () => finish(appError("computer-cable-lost", { name })));
    beat = setInterval(() => sendBeat(up.ours), beatMs);
    if (plug.pid !== undefined) plugged(plug.pid);
  }

  const cutter = createLineCutter(mostStderr);
  ssh.stderr?.on("data", (chunk: Buffer) => {
    if (!cutter.isOverlong) for (const line of cutter.push(chunk)) take(line);
  });
  ssh.once("error", () => finish(appError("computer-cable-lost", { name })));
  ssh.once("close", (code) =>
    finish(
      !isOpened
        ? explainEnd(computer, version, code, stderr)
        : appError("computer-cable-lost", { name }),
    ),
  );
  return { ended, unplug: () => finish(null) };
}

function readAnswer(line: string): CableAnswer | null {
  try {
    const parsed = v.safeParse(cableGreetingSchema, JSON.parse(line));
    return parsed.success ? parsed.output.cable : null;
  } catch {
    return null;
  }
}

function refusalOf(name: string, answer: CableAnswer): AppError | null {
  switch (answer) {
    case "plugged":
      return null;
    case "lan-on":
      return appError("computer-lan-on", { name });
    case "joined":
      return appError("computer-joined", { name });
    case "failed":
      return appError("computer-switch-failed", { name });
  }
}

/** Sends a beat; a full pipe needs none. */
function sendBeat(pipe: number): void {
  try {
    writeSync(pipe, cableBeat());
  } catch {
    // The frames that fill it tell of us.
  }
}

/** Ends a program, and what it started. */
function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // All have ended.
  }
}
