import * as v from "valibot";
import {
  greetingSchema,
  type ServeMessage,
  serveMessageSchema,
  serveProtocol,
} from "../../contract/computer/serve.ts";
import { type AppError, appError } from "../../contract/errors/app-error.ts";
import { makeVisible } from "../base/visible-text.ts";

/** The beginning of a line of unknown origin that a sentence has room for, in characters. */
const mostShown = 60;

/** Returns the error of a line that nobody asked for. */
export function strange(name: string, line: string): AppError {
  const sent = makeVisible(line.slice(0, mostShown));
  return appError("computer-strange", { name, sent: line.length > mostShown ? `${sent}…` : sent });
}

/** Returns the error of an answer that does not fit the question. */
export function strangeAnswer(name: string, answer: unknown): AppError {
  try {
    return strange(name, JSON.stringify(answer) ?? "");
  } catch {
    // One that is nested too deeply can be read, but not be written.
    return strange(name, "");
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Judges the first line from another computer; null: its version is ours. */
export function judgeGreeting(name: string, line: string, ours: string): AppError | null {
  const parsed = v.safeParse(greetingSchema, parseLine(line));
  if (!parsed.success) return strange(name, line);
  const { protocol, virtray: theirs } = parsed.output;
  if (protocol === serveProtocol) return null;
  const code = protocol < serveProtocol ? "computer-older" : "computer-newer";
  return appError(code, { name, theirs, ours });
}

/** Reads a later line; null if it is not a message. */
export function readMessage(line: string): ServeMessage | null {
  const parsed = v.safeParse(serveMessageSchema, parseLine(line));
  return parsed.success ? parsed.output : null;
}

/** The exit code of a shell that does not find a command (bash(1)). */
const notFound = 127;
/** The exit code of our command for wrong usage: a version without `serve`. */
const wrongUsage = 2;

/** Explains why no conversation came about, by the end of ssh. */
export function explainEnd(
  { name, host }: { readonly name: string; readonly host: string },
  ours: string,
  exitCode: number | null,
  stderr: string,
): AppError {
  if (exitCode === notFound) return appError("computer-without-virtray", { name }, stderr);
  if (exitCode === wrongUsage)
    return appError("computer-older", { name, theirs: "", ours }, stderr);
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  if (/permission denied|host key verification failed|too many authentication/i.test(stderr)) {
    return appError("computer-login", { name, host }, stderr);
  }
  const last = makeVisible((lines.at(-1) ?? "ssh").trim()).replace(/\.$/, "");
  return appError("computer-unreachable", { name, host, detail: last.slice(0, 200) }, stderr);
}
