import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import type { Computer } from "../../contract/computer/computer.ts";
import {
  aliveMs,
  mostLineBytes,
  type ServeMessage,
  type ServeRequest,
} from "../../contract/computer/serve.ts";
import { type AppError, appError, ok, type Result } from "../../contract/errors/app-error.ts";
import { explainEnd, judgeGreeting, readMessage, strange } from "../../core/computer/judge-far.ts";
import { sshWords } from "../../core/computer/ssh-words.ts";
import { createLineCutter } from "../../system/line-cutter.ts";

type Asked = Exclude<ServeRequest, { readonly ask: "alive" }>;
/** A request without its number. */
export type FarRequest = Asked extends infer R ? (R extends Asked ? Omit<R, "id"> : never) : never;
/** Told a piece of what a command writes there. */
export type HearText = (to: "stdout" | "stderr", text: string) => void;

/** A conversation with `virtray serve` on another computer, whose versions agree. */
export interface FarTalk {
  /** Asks one thing; the answer is not parsed yet. `seconds`: the time limit, null for none. */
  ask(request: FarRequest, seconds: number | null, hear?: HearText): Promise<Result<unknown>>;
  /** Ends it; resolves once ssh is gone. */
  close(): Promise<void>;
}

/** The time in ms from the start of ssh to the greeting: several round trips, and a start of Node. */
const greetingMs = 15_000;
/** ssh's messages are kept to this length, in characters. */
const mostStderr = 4000;
/** The time in ms that ssh has to end by itself. */
const endMs = 1000;

interface Pending {
  readonly hear: HearText;
  readonly settle: (answer: Result<unknown>) => void;
}

/**
 * Connects to another computer by the user's ssh, which ends with this process, however that ends.
 * Whatever is sent from there unasked ends the conversation, and has no other effect. `giveUp` ends an
 * attempt that has not got there.
 */
export function openFarTalk(
  computer: Computer,
  ours: string,
  giveUp?: AbortSignal,
): Promise<Result<FarTalk>> {
  const { name, host } = computer;
  const words = ["--pdeathsig", "KILL", "ssh", ...sshWords(host, "virtray serve")];
  // A group of its own: Ctrl-C is answered by us, not by ssh.
  const child = spawn("setpriv", words, { detached: true });
  const cutter = createLineCutter(mostLineBytes);
  const pending = new Map<number, Pending>();
  const stderr = collectStderr(child);
  let next = 1;
  let over: AppError | null = null;
  let alive: NodeJS.Timeout | null = null;
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));

  return new Promise((resolve) => {
    let isGreeted = false;
    const timer = setTimeout(
      () => end(appError("computer-silent", { name, seconds: greetingMs / 1000 })),
      greetingMs,
    );

    giveUp?.addEventListener("abort", () => isGreeted || end(appError("computer-lost", { name })));

    function end(error: AppError): void {
      if (over !== null) return;
      over = error;
      clearTimeout(timer);
      if (alive !== null) clearInterval(alive);
      for (const { settle } of pending.values()) settle({ ok: false, error });
      pending.clear();
      resolve({ ok: false, error });
      endGroup(child);
    }

    function take(line: string): void {
      if (isGreeted) {
        takeMessage(line);
        return;
      }
      const refused = judgeGreeting(name, line, ours);
      if (refused !== null) {
        end(refused);
        return;
      }
      isGreeted = true;
      clearTimeout(timer);
      alive = setInterval(() => child.stdin.write('{"ask":"alive"}\n'), aliveMs);
      resolve(ok({ ask, close }));
    }

    function takeMessage(line: string): void {
      const message = readMessage(line);
      const asked = message === null ? undefined : pending.get(message.id);
      if (message === null || asked === undefined) end(strange(name, line));
      else if ("to" in message) asked.hear(message.to, message.text);
      else {
        pending.delete(message.id);
        asked.settle(answerOf(name, message));
      }
    }

    const ask: FarTalk["ask"] = (request, seconds, hear = () => {}) =>
      new Promise((settle) => {
        if (over !== null) return settle({ ok: false, error: over });
        const id = next++;
        const silent = () => end(appError("computer-silent", { name, seconds: seconds ?? 0 }));
        const limit = seconds === null ? null : setTimeout(silent, seconds * 1000);
        pending.set(id, {
          hear,
          settle(answer) {
            if (limit !== null) clearTimeout(limit);
            settle(answer);
          },
        });
        child.stdin.write(`${JSON.stringify({ ...request, id })}\n`);
      });

    async function close(): Promise<void> {
      over ??= appError("computer-lost", { name });
      if (alive !== null) clearInterval(alive);
      child.stdin.end();
      const late = setTimeout(() => endGroup(child), endMs);
      await ended;
      clearTimeout(late);
    }

    // LAN and machines need these, too.
    child.once("error", () =>
      end(appError("program-missing", { program: "setpriv", package: "util-linux" })),
    );
    child.stdout.on("data", (chunk: Buffer) => {
      if (over !== null) return;
      const lines = cutter.push(chunk);
      for (const line of lines) if (over === null) take(line);
      if (cutter.isOverlong) end(appError("computer-overlong", { name }));
    });
    child.once("close", (code) =>
      end(
        isGreeted
          ? appError("computer-lost", { name }, stderr())
          : explainEnd(computer, ours, code, stderr()),
      ),
    );
  });
}

function answerOf(
  name: string,
  message: Exclude<ServeMessage, { readonly to: string }>,
): Result<unknown> {
  return "failed" in message
    ? { ok: false, error: appError("computer-failed", { name, detail: message.failed }) }
    : ok(message.value);
}

/** Keeps the beginning of ssh's messages, which it returns. */
function collectStderr(child: ChildProcessWithoutNullStreams): () => string {
  let text = "";
  child.stderr.on("data", (chunk: Buffer) => {
    if (text.length < mostStderr) text += chunk.toString("utf8").slice(0, mostStderr);
  });
  // An end is told by the process.
  child.stdin.on("error", () => {});
  return () => text;
}

/** Ends ssh, and what it started to get there. */
function endGroup({ pid }: ChildProcessWithoutNullStreams): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // All have ended.
  }
}
