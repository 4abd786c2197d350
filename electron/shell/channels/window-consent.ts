import type { AppError, Result } from "../../contract/errors/app-error.ts";
import { appError, fail, ok } from "../../contract/errors/app-error.ts";
import { isKnownTerminal } from "../../core/app/terminal.ts";

/** The uses for which a window names a path, a program or another computer. */
export type ConsentUse = PathUse | "send" | "terminal" | "computer";
type PathUse = "disk" | "cd" | "template" | "folder" | "share";

/**
 * The files, programs and computers that windows may name: a page that was taken over must not reach all of
 * them.
 */
export interface WindowConsent {
  /**
   * Notes a path that the user chose in a dialogue of the desktop or that already belongs to a
   * machine, or the host of a computer that was added before.
   */
  note(subject: string): void;
  /** Tells whether a path may be used; the user is asked about each once, unless it was noted. */
  path(path: string, use: PathUse): Promise<Result<void>>;
  /** Tells whether files may be copied into a machine; the user is asked about all of them at once. */
  send(paths: readonly string[], machine: string): Promise<Result<void>>;
  /** Tells whether a program may be the terminal; the user is asked unless it is a known one. */
  terminal(program: string): Promise<Result<void>>;
  /** Tells whether ssh may connect to a host; the user is asked about each once, unless it was noted. */
  computer(host: string): Promise<Result<void>>;
}

/** So many paths are named: a question must fit on the screen. */
const mostNamed = 5;

/** Names paths in one line, and counts those that it leaves out. */
export function someOf(paths: readonly string[]): string {
  const more = paths.length - mostNamed;
  return [...paths.slice(0, mostNamed), ...(more > 0 ? [`+ ${more}`] : [])].join(", ");
}

/**
 * Begins with nothing but what is noted. `ask` shows a dialogue outside of the pages, and is told the
 * machine's name where files go into one; one is open at a time. What was agreed to holds for the same use until the app ends.
 */
export function createWindowConsent(
  ask: (use: ConsentUse, subject: string, machine: string) => Promise<boolean>,
): WindowConsent {
  const noted = new Set<string>();
  const agreed = new Set<string>();
  let turn: Promise<unknown> = Promise.resolve();

  async function askOnce(
    use: ConsentUse,
    subject: string,
    refusal: AppError,
  ): Promise<Result<void>> {
    const key = `${use} ${subject}`;
    if (!agreed.has(key)) {
      if (!(await ask(use, subject, ""))) return { ok: false, error: refusal };
      agreed.add(key);
    }
    return ok(undefined);
  }

  function inTurn(work: () => Promise<Result<void>>): Promise<Result<void>> {
    const done = turn.then(work);
    turn = done.catch(() => {});
    return done;
  }

  return {
    note: (subject) => void noted.add(subject),
    path: async (path, use) =>
      noted.has(path)
        ? ok(undefined)
        : inTurn(() => askOnce(use, path, appError("path-not-agreed", { path }))),
    send: (paths, machine) =>
      inTurn(async () => {
        const some = someOf(paths);
        return (await ask("send", some, machine))
          ? ok(undefined)
          : fail("path-not-agreed", { path: some });
      }),
    terminal: async (program) =>
      program === "" || isKnownTerminal(program)
        ? ok(undefined)
        : inTurn(() => askOnce("terminal", program, appError("terminal-not-agreed", { program }))),
    computer: async (host) =>
      noted.has(host)
        ? ok(undefined)
        : inTurn(() => askOnce("computer", host, appError("computer-not-agreed", { host }))),
  };
}
