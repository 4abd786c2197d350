import { randomInt } from "node:crypto";
import { connect } from "node:net";
import * as v from "valibot";
import { createLineCutter } from "../../../system/line-cutter.ts";
import { askQmp } from "../qmp-client.ts";
import type { MachineRuntime } from "../runtime.ts";

/** The time limit of one command, in ms; a guest without an agent never answers. */
const answerMs = 3000;

/** Longest line of an answer that is accepted, in bytes. */
const longestLine = 64 * 1024;

const chardevsSchema = v.array(
  v.object({ label: v.string(), "frontend-open": v.optional(v.boolean()) }),
);

/** Tells whether an agent in the guest has opened its line, so that nobody waits for one in vain. */
export async function agentListens({ qemu }: MachineRuntime): Promise<boolean> {
  const answer = await askQmp(qemu.commandQmp, "query-chardev");
  const parsed = v.safeParse(chardevsSchema, answer.ok ? answer.value : null);
  return (
    parsed.success && parsed.output.some((each) => each.label === "agent" && each["frontend-open"])
  );
}

/**
 * Sets the guest's clock to the host's, by the guest agent (QEMU's guest agent protocol). False if
 * no agent answers, or it refused.
 */
export async function setGuestClock(socketPath: string): Promise<boolean> {
  // In nanoseconds, which a number of JavaScript cannot hold: written as text.
  const time = `${Date.now()}000000`;
  const answer = await converse(
    socketPath,
    `{"execute":"guest-set-time","arguments":{"time":${time}}}`,
  );
  return answer !== null && "return" in answer;
}

/**
 * Has the guest return the space of deleted files on all its file systems, by the guest agent. False if
 * no agent answers in time, or it returned none.
 */
export async function trimGuest(socketPath: string, timeoutMs: number): Promise<boolean> {
  const answer = await converse(socketPath, '{"execute":"guest-fstrim"}', timeoutMs);
  const parsed = v.safeParse(trimSchema, answer);
  return parsed.success && parsed.output.return.paths.some((each) => each.error === undefined);
}

/** A file system that is busy takes longer to stop, in ms. */
const freezeMs = 15_000;

/**
 * Holds all file systems of a guest still, by its agent: each is whole on its disk, and programs that write
 * wait. False if no agent answers in time, or it refused.
 */
export async function freezeGuest(socketPath: string): Promise<boolean> {
  return didAnswer(await converse(socketPath, '{"execute":"guest-fsfreeze-freeze"}', freezeMs));
}

/** Lets the file systems of a guest go on; so do those that were not held. False if it did not answer so. */
export async function thawGuest(socketPath: string): Promise<boolean> {
  return didAnswer(await converse(socketPath, '{"execute":"guest-fsfreeze-thaw"}', freezeMs));
}

const didAnswer = (answer: object | null) => v.is(v.object({ return: v.number() }), answer);

const trimSchema = v.object({
  return: v.object({ paths: v.array(v.object({ error: v.optional(v.string()) })) }),
});

/** Gives one command to the agent; null if it does not answer as it should. */
async function converse(
  socketPath: string,
  command: string,
  timeoutMs = answerMs,
): Promise<object | null> {
  const answer = await askAgent(socketPath, command, { timeoutMs, mostBytes: longestLine });
  return typeof answer === "string" ? null : answer;
}

/** The limits of what an agent may answer: it is a stranger. */
interface AnswerLimits {
  readonly timeoutMs: number;
  readonly mostBytes: number;
}

/**
 * Gives one command to the agent. Answers of earlier askers may still be on the line, so a number is
 * asked back first, and what comes before it is left out.
 */
export function askAgent(
  socketPath: string,
  command: string,
  { timeoutMs, mostBytes }: AnswerLimits,
): Promise<object | "silent" | "overlong"> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    const sync = randomInt(2 ** 31);
    let synced = false;
    const cutter = createLineCutter(mostBytes);
    const end = (answer: object | "silent" | "overlong") => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => end("silent"), timeoutMs);
    socket.once("error", () => end("silent"));
    socket.once("close", () => end("silent"));
    socket.once("connect", () => {
      socket.write(`{"execute":"guest-sync","arguments":{"id":${sync}}}\n`);
    });
    socket.on("data", (chunk: Buffer) => {
      const lines = cutter.push(chunk);
      if (cutter.isOverlong) return end("overlong");
      for (const line of lines) {
        const answer = parse(line);
        if (answer === null) continue;
        if (synced) return end(answer);
        if ("return" in answer && answer.return === sync) {
          synced = true;
          socket.write(`${command}\n`);
        }
      }
    });
  });
}

function parse(line: string): object | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}
