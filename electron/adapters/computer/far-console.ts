import { spawn } from "node:child_process";
import { Duplex, PassThrough } from "node:stream";
import * as v from "valibot";
import type { Computer } from "../../contract/computer/computer.ts";
import {
  consoleAliveMs,
  consoleGreetingSchema,
  type FarConsoleKind,
} from "../../contract/computer/console-line.ts";
import { type AppError, appError, fail, ok, type Result } from "../../contract/errors/app-error.ts";
import { consoleFrames } from "../../core/computer/console-frames.ts";
import { explainEnd, judgeGreeting } from "../../core/computer/judge-far.ts";
import { sshWords } from "../../core/computer/ssh-words.ts";
import { createLineCutter } from "../../system/line-cutter.ts";

/** A console of a machine of another computer, with its earlier output. */
export interface FarConsole {
  readonly socket: Duplex;
  readonly history: Uint8Array;
}

/** Which console of which machine there. */
export interface FarConsoleOf {
  readonly id: string;
  readonly name: string;
  readonly kind: FarConsoleKind;
}

/** ssh's messages are kept to this length, in bytes, and read line by line. */
const mostStderr = 16_384;
/** The time in ms from the start of ssh until the console is there. */
const openMs = 20_000;

/** Opens a console by an ssh of its own, which ends with it and with this process. */
export function openFarConsole(
  computer: Computer,
  { id, name: machine, kind }: FarConsoleOf,
  ours: string,
): Promise<Result<FarConsole>> {
  const { name, host } = computer;
  const words = sshWords(host, `virtray serve --console ${kind} --machine ${id}`);
  const child = spawn("setpriv", ["--pdeathsig", "KILL", "ssh", ...words], { detached: true });
  const output = new PassThrough();
  const input = new PassThrough();
  const socket = Duplex.from({ readable: output, writable: input });
  const alive = setInterval(
    () => child.stdin.write(consoleFrames(new Uint8Array())),
    consoleAliveMs,
  );
  let stderr = "";
  const end = () => {
    clearInterval(alive);
    socket.destroy();
    output.destroy();
    endGroup(child.pid);
  };
  // An error before a console has any other listener would end the whole program.
  for (const stream of [child.stdin, child.stdout, socket, output, input]) stream.on("error", end);
  socket.once("close", end);
  input.on("data", (typed: Buffer) => {
    if (!child.stdin.write(consoleFrames(typed))) {
      input.pause();
      child.stdin.once("drain", () => input.resume());
    }
  });
  return new Promise((resolve) => {
    let isOver = false;
    const settle = (result: Result<FarConsole>) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      if (!result.ok) end();
      resolve(result);
    };
    const refuse = (error: AppError) => settle({ ok: false, error });
    const timer = setTimeout(
      () => refuse(appError("computer-silent", { name, seconds: openMs / 1000 })),
      openMs,
    );
    const cutter = createLineCutter(mostStderr);
    child.stderr.on("data", (chunk: Buffer) => {
      if (isOver || cutter.isOverlong) return;
      for (const line of cutter.push(chunk)) {
        stderr += `${line}\n`;
        const bytes = readGreeting(line);
        // Other lines are ssh's own.
        if (bytes === undefined) continue;
        const refused = judgeGreeting(name, line, ours);
        if (refused !== null) refuse(refused);
        else if (bytes === null) settle(fail("machine-not-answering", { name: machine }));
        else {
          void readHistory(child.stdout, bytes).then((history) => {
            child.stdout.pipe(output);
            settle(ok({ socket, history }));
          });
        }
      }
    });
    child.once("error", () => refuse(appError("computer-lost", { name })));
    child.once("close", (code) => {
      refuse(explainEnd(computer, ours, code, stderr));
      end();
    });
  });
}

/** Returns how long the earlier output is, null for a console that is not there; undefined: another line. */
function readGreeting(line: string): number | null | undefined {
  try {
    const parsed = v.safeParse(consoleGreetingSchema, JSON.parse(line));
    return parsed.success ? parsed.output.console : undefined;
  } catch {
    return undefined;
  }
}

/** Reads exactly so many bytes, or all until the end. */
async function readHistory(from: NodeJS.ReadableStream, count: number): Promise<Uint8Array> {
  for (;;) {
    const bytes = count === 0 ? Buffer.alloc(0) : from.read(count);
    if (bytes instanceof Buffer) return bytes;
    if (!from.readable) return new Uint8Array();
    await new Promise((resolve) => {
      from.once("readable", resolve);
      from.once("end", resolve);
    });
  }
}

/** Ends ssh, and what it started to get there. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // All have ended.
  }
}
