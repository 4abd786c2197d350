import { constants } from "node:os";
import type { Result } from "../../contract/errors/app-error.ts";

/** The signals by which a person, the system or a terminal that closes ends a program. */
const endSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
type Answer = (signal: NodeJS.Signals) => void;

let answer: Answer | null = null;
const pass = (signal: NodeJS.Signals) => answer?.(signal);

/**
 * Has a function answer the signals that end a program in place of the present one; returns the function that puts that
 * one back. There is one listener for all, so that no moment between two of them has none.
 */
export function answerEndSignals(next: Answer): () => void {
  const former = answer;
  if (former === null) for (const signal of endSignals) process.on(signal, pass);
  answer = next;
  return () => {
    answer = former;
    if (former === null) for (const signal of endSignals) process.off(signal, pass);
  };
}

/** Returns the exit code of a program that ends because of a signal, as shells have it. */
export function exitCodeBy(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}

let underway = 0;
let isChanged = false;
let putOff: NodeJS.Signals | null = null;

/**
 * Makes a short change that no signal cuts through: a program that puts a signal off finishes the change,
 * and tells what was done before it ends.
 */
export async function uncut<R extends Result<unknown>>(change: () => Promise<R>): Promise<R> {
  underway += 1;
  try {
    const done = await change();
    isChanged ||= done.ok;
    return done;
  } finally {
    underway -= 1;
  }
}

/** Puts a signal off, and returns whether it did: the first one, while or after something is changed. */
export function putOffSignal(signal: NodeJS.Signals): boolean {
  if (putOff !== null || (underway === 0 && !isChanged)) return false;
  putOff = signal;
  return true;
}

/** Returns the signal that was put off, after which no other change is begun; null if none came. */
export function signalPutOff(): NodeJS.Signals | null {
  return putOff;
}
