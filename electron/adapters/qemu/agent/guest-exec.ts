import { setTimeout as delay } from "node:timers/promises";
import * as v from "valibot";
import { fail, ok, type Result } from "../../../contract/errors/app-error.ts";
import { askAgent } from "./guest-agent.ts";

/** How a command in a guest ended. */
export interface GuestCommandEnd {
  readonly exitCode: number;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
}

export interface GuestCommand {
  /** The machine's name, for errors. */
  readonly name: string;
  /** The program and its arguments; no shell is involved. */
  readonly words: readonly string[];
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** The most that a guest may answer, in bytes of its line; output comes as base64. */
const mostBytes = 8 * 1024 ** 2;
/** The time limit of one answer, and the pause between two looks, in ms. */
const answerMs = 10_000;
const lookMs = 200;
/** The most of an agent's own words that is shown. */
const mostSaid = 200;

const startedSchema = v.object({ return: v.object({ pid: v.pipe(v.number(), v.safeInteger()) }) });
const byteSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(255));
const statusSchema = v.object({
  return: v.object({
    exited: v.boolean(),
    exitcode: v.optional(byteSchema),
    signal: v.optional(byteSchema),
    "out-data": v.optional(v.string(), ""),
    "err-data": v.optional(v.string(), ""),
  }),
});
const refusedSchema = v.object({ error: v.object({ desc: v.string() }) });

/**
 * Runs a command in a guest by its agent, which takes no network. Everything that comes from there is a
 * stranger's word: length and time are limited, and only the expected shape is used.
 */
export async function runInGuest(
  socketPath: string,
  { name, words, timeoutMs, signal }: GuestCommand,
): Promise<Result<GuestCommandEnd>> {
  const [path, ...arg] = words;
  const deadline = Date.now() + timeoutMs;
  const begin = { path, arg, "capture-output": true };
  const started = await ask(socketPath, name, "guest-exec", begin, startedSchema);
  if (!started.ok) return started;
  const { pid } = started.value.return;
  for (;;) {
    const looked = await ask(socketPath, name, "guest-exec-status", { pid }, statusSchema);
    if (!looked.ok) return looked;
    const status = looked.value.return;
    if (status.exited) {
      const exitCode = status.exitcode ?? 128 + (status.signal ?? 0);
      const [stdout, stderr] = [status["out-data"], status["err-data"]].map((text) =>
        Buffer.from(text, "base64"),
      );
      return ok({ exitCode, stdout: stdout ?? Buffer.of(), stderr: stderr ?? Buffer.of() });
    }
    if (signal?.aborted === true) return fail("cancelled", {});
    if (Date.now() >= deadline) {
      return fail("exec-not-ended", { name, seconds: Math.round(timeoutMs / 1000) });
    }
    await delay(lookMs);
  }
}

async function ask<T>(
  socketPath: string,
  name: string,
  execute: string,
  values: object,
  schema: v.GenericSchema<unknown, T>,
): Promise<Result<T>> {
  const command = JSON.stringify({ execute, arguments: values });
  const answer = await askAgent(socketPath, command, { timeoutMs: answerMs, mostBytes });
  if (answer === "overlong") return fail("agent-overlong", { name, most: mostBytes });
  if (answer === "silent") return fail("agent-silent", { name });
  const parsed = v.safeParse(schema, answer);
  if (parsed.success) return ok(parsed.output);
  const refused = v.safeParse(refusedSchema, answer);
  const said = refused.success ? refused.output.error.desc.slice(0, mostSaid) : "?";
  return fail("agent-refused", { name, said });
}
