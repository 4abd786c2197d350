import { closeSync, constants, openSync } from "node:fs";
import { rm } from "node:fs/promises";
import { runProgram } from "../process/run-program.ts";

/** A pipe between two programs, whose ends we hold until they have theirs. */
export interface Pipe {
  /** The ends for the two programs. */
  readonly reads: number;
  readonly writes: number;
  /** A further end, by which we write without ever waiting. */
  readonly ours: number;
}

const { O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;

/**
 * Makes a pipe by a name that is gone again when this returns; null if that fails. Node's own are
 * sockets, which programs write to in pieces; frames of several writers must stay whole.
 */
export async function makePipe(path: string): Promise<Pipe | null> {
  const opened: number[] = [];
  await rm(path, { force: true }).catch(() => {});
  if (!(await runProgram("mkfifo", ["-m", "600", path])).ok) return null;
  try {
    const opening = (flags: number) => {
      const file = openSync(path, flags);
      opened.push(file);
      return file;
    };
    // Without a writer, only an end that does not wait can be opened.
    const first = opening(O_RDONLY | O_NONBLOCK);
    const writes = opening(O_WRONLY);
    const pipe = { writes, ours: opening(O_WRONLY | O_NONBLOCK), reads: opening(O_RDONLY) };
    closeEnds([first]);
    return pipe;
  } catch {
    closeEnds(opened);
    return null;
  } finally {
    await rm(path, { force: true }).catch(() => {});
  }
}

/** Closes ends that others have now. */
export function closeEnds(ends: readonly number[]): void {
  try {
    for (const each of ends) closeSync(each);
  } catch {
    // It is closed.
  }
}
