import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";

/**
 * A process, told apart from a later one with the same number by its start time (clock ticks
 * since boot, field 22 of /proc/PID/stat, proc(5)).
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startTicks: number;
}

/** Reads /proc/PID/stat; null for a zombie, which holds nothing and does nothing any more. */
export function parseStat(text: string): ProcessIdentity | null {
  // The program's name stands in brackets and may hold any character, brackets too.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const pid = Number.parseInt(text, 10);
  const state = fields[0];
  const startTicks = Number(fields[19]);
  if (!Number.isSafeInteger(pid) || !Number.isSafeInteger(startTicks)) return null;
  return state === "Z" || state === "X" ? null : { pid, startTicks };
}

/** Finds the living process with a number; null if there is none. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | null> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  return text === null ? null : parseStat(text);
}

/** Does the same at once, for locks that must not be left half taken. */
export function identifyProcessSync(pid: number): ProcessIdentity | null {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return null;
  }
}
