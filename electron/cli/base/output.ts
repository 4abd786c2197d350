import { writeSync } from "node:fs";
import type { OutputConfiguration } from "commander";
import type { ErrorJson, FailureJson } from "../../contract/app/cli.ts";
import { type Language, languageOf } from "../../contract/base/languages.ts";
import type { AppError, Result } from "../../contract/errors/app-error.ts";
import type { Words } from "../../contract/words/en/english.ts";
import {
  describeTypedError,
  rawLine,
  rawMessage,
  typedErrorLine,
} from "../../contract/words/words.ts";
import { escapeJson, makeVisible } from "../../core/base/visible-text.ts";
import { loadWords } from "./words.ts";
import type { CliWords } from "./words-en.ts";

/** The output of a command: its language, and whether people or programs read it. */
export interface Voice {
  readonly json: boolean;
  readonly words: Words;
  readonly cli: CliWords;
}

/** Returns the language of messages in an environment (locale(7)). */
export function messagesLanguage(env: Readonly<Record<string, string | undefined>>): Language {
  // An empty variable counts as unset.
  return languageOf(env["LC_ALL"] || env["LC_MESSAGES"] || env["LANG"]);
}

/**
 * Returns the voice in the language of messages. No other language is loaded, because Node reads the
 * words at each start anew.
 */
export async function voiceFor(json: boolean): Promise<Voice> {
  return { json, ...(await loadWords(messagesLanguage(process.env))) };
}

/** Lines to write. Their text comes from anywhere, so none of its characters may end a line. */
type Lines = string | readonly string[];

/** Returns lines that are safe on a terminal: only our own line ends, and no control characters. */
function forTerminal(lines: Lines): string {
  return [lines]
    .flat()
    .map((line) => `${makeVisible(line)}\n`)
    .join("");
}

/** Writes lines for people to standard output. */
export function say(lines: Lines): void {
  process.stdout.write(forTerminal(lines));
}

/** Returns standard error. The exit code still tells of a failure whose message cannot be written there. */
export function standardError(): NodeJS.WriteStream {
  const { stderr } = process;
  if (stderr.listenerCount("error") === 0) stderr.on("error", () => {});
  return stderr;
}

/** Writes lines for people that are not the command's result to standard error. */
export function note(lines: Lines): void {
  try {
    standardError().write(forTerminal(lines));
  } catch {
    // Nobody hears it: the exit code tells.
  }
}

/** Writes a line of less weight to standard error, dim where that is a terminal. */
function noteDim(line: string): void {
  const stderr = standardError();
  const isDim = stderr.isTTY === true && !process.env["NO_COLOR"];
  const text = makeVisible(line);
  try {
    stderr.write(isDim ? `\u001b[2m${text}\u001b[0m\n` : `${text}\n`);
  } catch {
    // Nobody hears it: the exit code tells.
  }
}

/** Writes a warning to standard error. */
export function warn({ cli }: Voice, text: string): void {
  note(`${cli.warning} ${text}`);
}

/** Shows a line on a terminal in place of the previous one; null removes it. */
export function showProgress(line: string | null): void {
  standardError().write(`\r\u001b[K${makeVisible(line ?? "")}`);
}

/** Writes the one JSON value of a command. */
export function sayJson(value: unknown): void {
  writeNow(Buffer.from(`${escapeJson(JSON.stringify(value, null, 2))}\n`));
}

/**
 * Writes to standard output without Node's stream, which takes a third as long to make as Node to start. Where a pipe
 * is full that does not wait, the stream writes the rest.
 */
function writeNow(bytes: Uint8Array): void {
  for (let begin = 0; begin < bytes.length; ) {
    try {
      begin += writeSync(1, bytes, begin);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      process.stdout.write(bytes.subarray(begin));
      return;
    }
  }
}

/** Writes one JSON value in one line, for commands that write many. */
export function sayJsonLine(value: unknown): void {
  process.stdout.write(`${escapeJson(JSON.stringify(value))}\n`);
}

let isAwaited = false;

/**
 * Calls back once standard output takes more; returns false if it takes more now. However often it is called until then,
 * the first caller alone is called back.
 */
export function awaitReader(taken: () => void): boolean {
  if (!process.stdout.writableNeedDrain) return false;
  if (!isAwaited) {
    isAwaited = true;
    process.stdout.once("drain", () => {
      isAwaited = false;
      taken();
    });
  }
  return true;
}

/** Writes what a guest's command wrote: to programs as it is, to a terminal without control characters. */
export function passOn(to: "stdout" | "stderr", bytes: Uint8Array): void {
  const output = process[to];
  if (!output.isTTY) {
    output.write(bytes);
    return;
  }
  const lines = new TextDecoder().decode(bytes).replaceAll("\t", "        ").split("\n");
  output.write(lines.map(makeVisible).join("\n"));
}

/** Writes what a console shows, as it is: the user has given it the terminal, as ssh would. */
export function passRaw(bytes: Uint8Array): void {
  process.stdout.write(bytes);
}

/** Writes what commander shows; its errors are told by `explainUsage`. */
export const parserOutput: OutputConfiguration = {
  writeErr: (text) => note(text.trimEnd().split("\n")),
  outputError: () => {},
};

/** Writes an error and its advice to standard error. */
export function complain(voice: Voice, error: AppError, before = ""): void {
  note(`${before}${typedErrorLine(voice.words, error)}`);
  const raw = rawLine(voice.words, error);
  if (raw !== null) noteDim(`${voice.cli.details} ${raw}`);
}

/** Returns what makes the one line of an error, for fields of JSON. */
export function lineOf({ words }: Pick<Voice, "words">): (error: AppError) => string {
  return (error) => typedErrorLine(words, error);
}

/** Returns an error for programs. */
export function errorJson(voice: Voice, error: AppError): ErrorJson {
  const { what, todo } = describeTypedError(voice.words, error);
  const details = rawMessage(voice.words, error);
  return { code: error.code, message: what, todo: todo ?? null, details };
}

/**
 * Ends a command that gives one value: prints the value or the error, and returns the exit code.
 */
export function finish<T>(voice: Voice, result: Result<T>, tell: (value: T) => void): number {
  if (result.ok) {
    tell(result.value);
    return 0;
  }
  complain(voice, result.error);
  if (voice.json) sayJson({ error: errorJson(voice, result.error) } satisfies FailureJson);
  return 1;
}

/** Aligns cells in columns, two blanks apart, without blanks at the end of a line. */
export function table(cells: readonly (readonly string[])[]): readonly string[] {
  const rows = cells.map((row) => row.map(makeVisible));
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, [...cell].length);
    }
  }
  return rows.map((row) =>
    row
      .map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - [...cell].length))
      .join("  ")
      .trimEnd(),
  );
}

/** Formats a span of seconds: `45 s`, `12 min`, `3 h 05 min`, `2 d 4 h`. */
export function span(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${String(minutes % 60).padStart(2, "0")} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
